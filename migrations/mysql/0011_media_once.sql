-- One file of one kind is kept once.
ALTER TABLE media ADD UNIQUE KEY uq_media_sha256_kind (sha256, kind);
ALTER TABLE media DROP KEY ix_media_sha256;
