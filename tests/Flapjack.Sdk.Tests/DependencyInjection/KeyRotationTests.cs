using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.Tests.DependencyInjection;

/// <summary>The key changes in the configuration while the app runs, and the client of the container is the same.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private const string Path = "/api/agents/a1/computer/status";
    private const string Old = "fj_live_old_0123456789";
    private const string New = "fj_live_new_9876543210";

    private readonly WireServer _wire = new();
    private readonly Settings _settings = new();
    private readonly ServiceCollection _services = new();

    public KeyRotationTests() => Set(Old);

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_request_has_the_new_key(bool keyed)
    {
        _wire.Answers(Path, "{}");
        await using var provider = Build(keyed);
        var client = ClientOf(provider, keyed);
        await client.GetComputerStatusAsync("a1").Soon();

        Set(New);
        await client.GetComputerStatusAsync("a1").Soon();
        await client.With(o => o.MaxRetries = 0).GetComputerStatusAsync("a1").Soon();

        _wire.Requests.Select(request => request.Header("Authorization")).Should().Equal($"Bearer {Old}", $"Bearer {New}", $"Bearer {New}");
    }

    [Fact]
    public async Task A_key_that_was_exchanged_while_the_request_was_on_its_way_is_replaced_once()
    {
        await using var server = new RawServer();
        Set(Old, server.Address);
        await using var provider = Build();
        var call = ClientOf(provider).GetComputerStatusAsync("a1");
        var connection = await server.AcceptRequest();
        connection.Header("Authorization").Should().EndWith(Old);

        Set(New, server.Address);
        await connection.Answer(401, """{"error":"INVALID_KEY"}""");
        await connection.ReadRequest();
        connection.Header("Authorization").Should().EndWith(New);
        await connection.Answer(200, "{}");

        await call.Soon();
    }

    [Fact]
    public async Task No_exception_shows_the_old_key_or_the_new_key()
    {
        _wire.Answers(Path, Answer.Json("{}"), new Answer(400, $$"""{"error":"C","detail":"{{Old}} and {{New}}"}"""));
        await using var provider = Build();
        var client = ClientOf(provider);
        await client.GetComputerStatusAsync("a1").Soon();
        Set(New);

        var refusal = (await client.Awaiting(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackValidationException>()).Which;

        refusal.Detail.Should().Be("[key] and [key]");
        refusal.ToString().Should().NotContain(Old).And.NotContain(New);
    }

    [Fact]
    public async Task A_configuration_that_becomes_invalid_sends_nothing_until_it_is_corrected()
    {
        _wire.Answers(Path, "{}");
        await using var provider = Build();
        var client = ClientOf(provider);
        await client.GetComputerStatusAsync("a1").Soon();
        FluentActions.Invoking(() => Set("\"quoted_0123456789\"")).Should().Throw<Exception>("the options complain to whoever reloads as well");

        var failure = (await client.Awaiting(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackException>()).Which;

        failure.Message.Should().StartWith($"GET {Path} was not sent: ").And.Contain("holds quotation marks").And.EndWith("The service did nothing.").And.NotContain("quoted_");
        Set(New);
        await client.GetComputerStatusAsync("a1").Soon();
        _wire.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_provider_of_tokens_counts_before_a_configured_key()
    {
        _wire.Answers(Path, "{}");
        _services.AddFlapjack(options => options.TokenProvider = _ => ValueTask.FromResult("token-0123456789"));
        await using var provider = Build();

        await ClientOf(provider).GetComputerStatusAsync("a1").Soon();

        _wire.Request.Header("Authorization").Should().Be("Bearer token-0123456789");
    }

    private ServiceProvider Build(bool keyed = false)
    {
        var section = new ConfigurationBuilder().Add(_settings).Build().GetSection("Flapjack");
        _ = keyed ? _services.AddKeyedFlapjack("one", section) : _services.AddFlapjack(section);
        return _services.BuildServiceProvider();
    }

    private static FlapjackClient ClientOf(IServiceProvider provider, bool keyed = false) =>
        keyed ? provider.GetRequiredKeyedService<FlapjackClient>("one") : provider.GetRequiredService<FlapjackClient>();

    private void Set(string key, Uri? address = null) => _settings.Replace(("Flapjack:ApiKey", key), ("Flapjack:BaseAddress", (address ?? _wire.Address).AbsoluteUri));

    /// <summary>A configuration that changes while the app runs, as a file that is watched does.</summary>
    private sealed class Settings : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void Replace(params (string Key, string Value)[] values)
        {
            Data = values.ToDictionary(value => value.Key, value => (string?)value.Value, StringComparer.OrdinalIgnoreCase);
            OnReload();
        }
    }
}
