# ruleid: shout
shout("a")
# ok: shout
say("a")
# ruleid: shout, whisper
shout(whisper("b"))
# todoruleid: shout
say("not yet")
# ruleid: corpus.whisper
# ok: shout
whisper("c")
# ruleid: broken
whisper("")
# ok: whisper
whisper("flagged")
shout("unmarked")
say("d") # ruleid: shout
say("missed")
