-- PostgreSQL reads the sign of a plain offset such as +09:00 the other way round. Times of papers in such zones follow no
-- rules that could change, so that they need no time on the wall.
update paper set closes_local = null, deliver_local = null where zone ~ '[+-][0-9]';
