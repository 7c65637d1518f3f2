package scenarios
import ("testing";"testing/fstest";"time";"fmt";"strings")
func TestT(t *testing.T){
 for name,s:=range map[string]string{"big":strings.Repeat("- {a: 1, b: 2 ETH}\n",220000),"colons":strings.Repeat("a:\n",1300000),"colons2":strings.Repeat("a:\n",19000), "open":strings.Repeat("[",4000000), "dash":strings.Repeat("- ",2000000),"seq":"a:\n"+strings.Repeat("- b\n",190000), "seqmap":"a:\n"+strings.Repeat("- b: c\n",19000),"q":strings.Repeat("? ",2000000),"anch":"a: "+strings.Repeat("&a ",1000000),"alias":"a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g,*g,*g]\n","mlq":"a: \""+strings.Repeat("b\n",1000000)+"\"", "tabs":strings.Repeat("\t\n",100000),"vals":"a: ["+strings.Repeat("b, ",1000000)+"]"} {
 st:=time.Now()
 _,src,ps:=ParseTree(fstest.MapFS{"a.yaml":{Data:[]byte(s)}},"a.yaml",nil)
 m:=""; if len(ps)>0 {m=ps[0].Error(); if len(m)>100{m=m[:100]}}
 d:=time.Since(st); st=time.Now()
 if len(ps) > 0 {Diagnose(ps[:min(len(ps),20000)],src)}
 fmt.Println(name,len(s),d,time.Since(st),len(ps),m)
 }
}
