package match

import ("testing";"os";"bartizan/internal/rule")
func BenchmarkX(b *testing.B){
 var rs []*rule.Rule
 for _,d:=range []string{"generic","providers-a","providers-b"}{ r,err:=rule.Load(os.DirFS("../../rules"),"secrets/"+d); if err!=nil{b.Fatal(err)}; rs=append(rs,r...)}
 b.Run("load",func(b *testing.B){for b.Loop(){rule.Load(os.DirFS("../../rules"),"secrets")}})
 b.Run("compile",func(b *testing.B){for b.Loop(){if _,err:=Compile(rs,NameTriggers());err!=nil{b.Fatal(err)}}})
 s,_:=Compile(rs,NameTriggers())
 b.Logf("rules %d keywords %d states %d width %d",len(rs),len(s.keyword),len(s.auto.next)/int(s.auto.width),s.auto.width)
 if err:=s.Verify();err!=nil{b.Log(err)}
 data,_:=os.ReadFile("/usr/local/go/src/net/http/server.go")
 data=append(data,data...);data=append(data,data...)
 b.Run("scan",func(b *testing.B){b.SetBytes(int64(len(data)));for b.Loop(){n:=0;s.auto.scan(data,func(int32,int){n++})}})
}
