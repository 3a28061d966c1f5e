-- One file of one kind is kept once.
CREATE UNIQUE INDEX uq_media_sha256_kind ON media (sha256, kind);
DROP INDEX ix_media_sha256;
