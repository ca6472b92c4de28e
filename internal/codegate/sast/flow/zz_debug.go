package flow

var debugStats func(*solver)
