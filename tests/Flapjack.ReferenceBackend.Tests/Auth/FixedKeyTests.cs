using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Auth;

public sealed class FixedKeyTests
{
    private const string One = "the-key-of-our-team-0001";
    private const string Two = "the-key-of-our-team-0002";

    [Fact]
    public async Task A_fixed_key_stays_and_a_start_with_another_makes_it_unknown()
    {
        using var folder = new TempFolder();
        await using (var first = await FlapjackBackend.StartAsync(new() { Port = null, DataDirectory = folder["data"], ApiKey = One }))
        {
            first.ApiKey.Should().Be(One);
            using var client = first.CreateClient();
            await client.CreateAgentAsync(new() { Name = "kept" });
        }

        await using (var second = await FlapjackBackend.StartAsync(new() { Port = null, DataDirectory = folder["data"], ApiKey = One }))
        {
            using var client = second.CreateClient();
            (await client.ListAgentsAsync()).Should().ContainSingle();
            using var user = second.CreateClient(options => options.ApiKey = second.CreateUserToken(second.OrgId, "user", FlapjackScopes.SandboxAdmin));
            (await user.ListApiKeysAsync()).Should().ContainSingle().Which.Prefix.Should().Be("the-key-of-o...");
        }

        await using var third = await FlapjackBackend.StartAsync(new() { Port = null, DataDirectory = folder["data"], ApiKey = Two });
        using var known = third.CreateClient();
        using var unknown = third.CreateClient(options => options.ApiKey = One);
        (await known.ListAgentsAsync()).Should().ContainSingle();
        await unknown.Invoking(it => it.ListAgentsAsync()).Should().ThrowAsync<FlapjackAuthenticationException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nineteen-characters")]
    [InlineData("with a space, and long enough")]
    [InlineData("looks.like.a.jwt.and.is.long")]
    [InlineData("ünïcødé-and-also-long-enough")]
    public async Task A_key_that_nobody_could_send_is_refused_and_not_shown(string key)
    {
        var start = () => FlapjackBackend.StartAsync(new() { Port = null, ApiKey = key });

        var refusal = await start.Should().ThrowAsync<ArgumentException>();
        refusal.WithParameterName("ApiKey");
        refusal.Which.Message.Should().NotContain(key.Length > 0 ? key : "never");
    }
}
