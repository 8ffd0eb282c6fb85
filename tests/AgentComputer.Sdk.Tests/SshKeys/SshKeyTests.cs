using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.SshKeys;

public sealed class SshKeyTests : WireTest
{
    private const string Json = """
        {"id":"k1","user_id":"u1","name":"laptop","public_key":"ssh-ed25519 AAAA","fingerprint":"SHA256:x","created_at":"2026-05-01T10:00:00Z","last_used_at":null,"color":"red"}
        """;

    [Fact]
    public async Task Keys_are_listed()
    {
        Wire.Answers("/v1/ssh-keys", $$"""{"ssh_keys":[{{Json}},7,{"id":"k2","name":8,"revoked_at":"2026-05-02T10:00:00Z"}]}""");

        var keys = await Client.ListSshKeysAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", "/v1/ssh-keys"));
        keys.Select(key => key.Id).Should().Equal("k1", "k2");
        keys[0].Should().BeEquivalentTo(new { UserId = "u1", Name = "laptop", PublicKey = "ssh-ed25519 AAAA", Fingerprint = "SHA256:x", LastUsedAt = (DateTimeOffset?)null });
        keys[0].AdditionalProperties.Should().ContainKey("color");
        (keys[1].Name, keys[1].RevokedAt).Should().Be((null, new DateTimeOffset(2026, 5, 2, 10, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ssh_keys":null}""")]
    public async Task A_list_that_is_left_out_is_empty(string json)
    {
        Wire.Answers("/v1/ssh-keys", json);

        (await Client.ListSshKeysAsync().Soon()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_key_is_added()
    {
        Wire.Answers("/v1/ssh-keys", new Answer(201, $$"""{"ssh_key":{{Json}}}"""));

        var key = await Client.CreateSshKeyAsync(new() { PublicKey = "ssh-ed25519 AAAA", Name = "laptop" }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", "/v1/ssh-keys", """{"public_key":"ssh-ed25519 AAAA","name":"laptop"}"""));
        (key.Id, key.Fingerprint).Should().Be(("k1", "SHA256:x"));
    }

    [Fact]
    public async Task A_key_that_is_there_already_is_a_conflict()
    {
        Wire.Answers("/v1/ssh-keys", new Answer(409, """{"error":{"code":"conflict","message":"key exists"}}"""));

        var add = () => Client.CreateSshKeyAsync(new() { PublicKey = "ssh-ed25519 AAAA" }).Soon();

        (await add.Should().ThrowAsync<AgentComputerConflictException>()).Which.ErrorCode.Should().Be("conflict");
        Wire.Request.Body.Should().Be("""{"public_key":"ssh-ed25519 AAAA"}""");
    }

    [Fact]
    public async Task A_key_is_deleted()
    {
        Wire.Answers("/v1/ssh-keys/k%2F1", new Answer(204));

        await Client.DeleteSshKeyAsync("k/1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", "/v1/ssh-keys/k%2F1", ""));
    }
}
