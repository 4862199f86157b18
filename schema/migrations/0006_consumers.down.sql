-- Destroys: which changes the consumers have done, and which they have failed on; they begin anew with what is written then.
drop table dead_letters;
drop table consumers;
