using System.Text.Json;
using AgentComputer.ReferenceBackend.Ssh;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.SshKeys;

public sealed class SshKeysTests
{
    public static TheoryData<string, string> Keys => TestKeys.All;

    [Fact]
    public async Task A_key_is_registered_listed_and_deleted()
    {
        await using var backend = await TestBackend.StartAsync();

        var created = await backend.PostAsync("/v1/ssh-keys", $$"""{"public_key":"{{TestKeys.Ed25519}} me@laptop","name":"Laptop"}""");

        created.Status.Should().Be(201, created.Body);
        var key = created.Of("ssh_key");
        key.EnumerateObject().Select(field => field.Name).Should().Equal("id", "name", "public_key", "fingerprint", "created_at", "last_used_at", "revoked_at");
        key.GetProperty("name").GetString().Should().Be("Laptop");
        key.GetProperty("public_key").GetString().Should().Be($"{TestKeys.Ed25519} me@laptop");
        JsonElement.DeepEquals((await backend.GetAsync("/v1/ssh-keys")).Of("ssh_keys")[0], key).Should().BeTrue();
        var id = key.GetProperty("id").GetString();

        var deleted = await backend.DeleteAsync($"/v1/ssh-keys/{id}");

        deleted.Status.Should().Be(204);
        deleted.Body.Should().BeEmpty();
        (await backend.GetAsync("/v1/ssh-keys")).Of("ssh_keys").GetArrayLength().Should().Be(0);
        (await backend.DeleteAsync($"/v1/ssh-keys/{id}")).ShouldBeRefused(404, "not_found", id);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_type_of_key_has_the_fingerprint_that_ssh_keygen_shows(string line, string fingerprint)
    {
        var key = SshPublicKey.Parse($"  {line}\tits comment ", out var fault);

        fault.Should().BeNull();
        key!.Fingerprint.Should().Be(fingerprint);
        key.Comment.Should().Be("its comment");
        key.ToString().Should().Be($"{line} its comment");
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_that_is_cut_or_longer_or_of_another_type_is_damaged(string line, string fingerprint)
    {
        var (type, blob) = (line.Split(' ')[0], Convert.FromBase64String(line.Split(' ')[1]));
        var others = Keys.Select(row => ((string)row[0]).Split(' ')[0]).Where(other => other != type);

        foreach (var damaged in Enumerable.Range(0, blob.Length).Select(length => blob[..length]).Append([.. blob, 0]))
        {
            SshPublicKey.Parse($"{type} {Convert.ToBase64String(damaged)}", out _).Should().BeNull(fingerprint);
        }

        foreach (var other in others)
        {
            SshPublicKey.Parse($"{other} {Convert.ToBase64String(blob)}", out var fault).Should().BeNull();
            fault.Should().Contain(other);
        }
    }

    [Theory]
    [InlineData("", "public_key")]
    [InlineData("ssh-ed25519", "one line")]
    [InlineData("ssh-dss AAAAB3NzaC1kc3M=", "'ssh-dss'")]
    [InlineData("ssh-ed25519-cert-v01@openssh.com AAAA", "none of")]
    [InlineData("ssh-ed25519 !!!", "base64")]
    [InlineData("command=\\\"ls\\\" ssh-ed25519 AAAA", "type")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\\nAAAA", "private key")]
    [InlineData("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQC7", "damaged")]
    public async Task What_is_no_public_key_is_refused_and_not_shown(string text, string about)
    {
        await using var backend = await TestBackend.StartAsync();

        (await backend.PostAsync("/v1/ssh-keys", $$"""{"public_key":"{{text}}"}""")).ShouldBeRefused(400, "invalid_request", about);
    }

    [Fact]
    public async Task A_key_without_a_name_is_called_by_its_comment_or_its_fingerprint()
    {
        await using var backend = await TestBackend.StartAsync();

        var commented = await backend.PostAsync("/v1/ssh-keys", $$"""{"public_key":"{{TestKeys.Ecdsa256}} me@laptop","name":""}""");
        var bare = await backend.PostAsync("/v1/ssh-keys", $$"""{"public_key":"{{TestKeys.Ed25519}}"}""");

        commented.Text("ssh_key", "name").Should().Be("me@laptop");
        bare.Text("ssh_key", "name").Should().Be(bare.Text("ssh_key", "fingerprint"));
    }

    [Fact]
    public async Task A_key_is_registered_once_in_a_workspace_whatever_its_name_and_comment()
    {
        await using var backend = await TestBackend.StartAsync();
        var first = await backend.PostAsync("/v1/ssh-keys", $$"""{"public_key":"{{TestKeys.Ed25519}} one"}""");

        (await backend.PostAsync("/v1/ssh-keys", $$"""{"public_key":"{{TestKeys.Ed25519}} two","name":"Other"}""")).ShouldBeRefused(409, "conflict", first.Text("ssh_key", "id"));
        (await TestBackend.SendAsync(backend.StrangerOf("org_keys"), HttpMethod.Post, "/v1/ssh-keys", $$"""{"public_key":"{{TestKeys.Ed25519}}"}""")).Status.Should().Be(201);
    }
}
