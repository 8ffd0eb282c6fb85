using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Keys;

public sealed class ApiKeysTests : IAsyncLifetime
{
    private FlapjackBackend _backend = null!;
    private FlapjackClient _user = null!;

    public async Task InitializeAsync()
    {
        _backend = await FlapjackBackend.StartAsync(new() { Port = null });
        _user = ClientOf(_backend.CreateUserToken(_backend.OrgId, "user-1", FlapjackScopes.SandboxAdmin));
    }

    public async Task DisposeAsync()
    {
        _user.Dispose();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_a_user_creates_works_until_the_user_deletes_it()
    {
        var created = await _user.CreateApiKeyAsync(new() { Name = "CI" });
        using var client = ClientOf(created.Key!);
        await client.ListProjectsAsync();
        var listed = (await _user.ListApiKeysAsync()).Single(key => key.Id == created.Id);

        await _user.DeleteApiKeyAsync(created.Id);
        var use = () => client.ListProjectsAsync();

        await use.Should().ThrowAsync<FlapjackAuthenticationException>();
        (listed.Name, listed.Prefix).Should().Be(("CI", created.Key![..12] + "..."));
        listed.LastUsedAt.Should().BeOnOrAfter(listed.CreatedAt!.Value);
        created.ToString().Should().NotContain(created.Key);
        (await _user.ListApiKeysAsync()).Should().NotContain(key => key.Id == created.Id);
    }

    [Fact]
    public async Task A_key_may_not_create_keys()
    {
        using var client = _backend.CreateClient();

        var create = () => client.CreateApiKeyAsync(new() { Name = "CI" });

        (await create.Should().ThrowAsync<FlapjackPermissionException>()).Which.ErrorCode.Should().Be("FORBIDDEN");
    }

    [Fact]
    public async Task A_key_without_a_name_is_refused()
    {
        var create = () => _user.CreateApiKeyAsync(new() { Name = " " });

        (await create.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("MISSING_NAME");
    }

    private FlapjackClient ClientOf(string key) => _backend.CreateClient(options => options.ApiKey = key);
}
