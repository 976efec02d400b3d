// Package recode makes codes out of codes: values mapped, taken apart or filled
// in, each distinct value looked at once. Start reading at Map.
package recode
