using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Settings;

public sealed class FlapjackClientOptionsTests
{
    private static readonly Uri Somewhere = new("https://flapjack.test");

    public static TheoryData<string, Action<FlapjackClientOptions>> BadOptions => new()
    {
        { "ApiKey", o => o.ApiKey = "" },
        { "ApiKey", o => o.ApiKey = " \t" },
        { "ApiKey", o => o.ApiKey = "fj_live_abc\n" },
        { "ApiKey", o => o.ApiKey = "fj_live_abc\r\nX-Evil: 1" },
        { "ApiKey", o => o.ApiKey = "fj live" },
        { "ApiKey", o => o.ApiKey = "fj_live_ü" },
        { "BaseAddress", o => o.BaseAddress = new("/api", UriKind.Relative) },
        { "BaseAddress", o => o.BaseAddress = new("ftp://flapjack.test") },
        { "BaseAddress", o => o.BaseAddress = new("file:///etc") },
        { "BaseAddress", o => o.BaseAddress = new("https://flapjack.test/?org=1") },
        { "BaseAddress", o => o.BaseAddress = new("https://flapjack.test/#top") },
        { "BaseAddress", o => o.BaseAddress = new("https://user:pw@flapjack.test") },
        { "ConnectTimeout", o => o.ConnectTimeout = TimeSpan.Zero },
        { "ConnectTimeout", o => o.ConnectTimeout = TimeSpan.FromSeconds(-2) },
        { "ResponseTimeout", o => o.ResponseTimeout = TimeSpan.Zero },
        { "ResponseTimeout", o => o.ResponseTimeout = TimeSpan.FromMilliseconds(9) },
        { "ResponseTimeout", o => o.ResponseTimeout = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) },
        { "StreamIdleTimeout", o => o.StreamIdleTimeout = TimeSpan.Zero },
        { "ReadyTimeout", o => o.ReadyTimeout = TimeSpan.FromDays(50) },
        { "MaxRetries", o => o.MaxRetries = -1 },
        { "MaxRetries", o => o.MaxRetries = 11 },
        { "RetryDelay", o => o.RetryDelay = TimeSpan.Zero },
        { "RetryDelay", o => o.RetryDelay = TimeSpan.FromMinutes(2) },
        { "MaxRetryAfter", o => o.MaxRetryAfter = TimeSpan.FromTicks(-1) },
        { "MaxRetryAfter", o => o.MaxRetryAfter = TimeSpan.FromHours(2) },
        { "TimeProvider", o => o.TimeProvider = null! },
    };

    public static TheoryData<Action<FlapjackClientOptions>> GoodOptions => new()
    {
        o => o.ApiKey = "header.payload.signature",
        o => o.BaseAddress = new("http://localhost:3000"),
        o => (o.ConnectTimeout, o.ResponseTimeout, o.StreamIdleTimeout, o.ReadyTimeout) =
            (Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan),
        o => (o.ConnectTimeout, o.ResponseTimeout) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1)),
        o => (o.ConnectTimeout, o.ResponseTimeout) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10)),
        o => o.MaxRetries = 10,
        o => o.MaxRetryAfter = TimeSpan.Zero,
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void A_bad_option_is_named(string name, Action<FlapjackClientOptions> spoil)
    {
        var make = () => TestClient.At(Somewhere, spoil);

        make.Should().Throw<ArgumentException>().WithParameterName(name).WithMessage($"The Flapjack option {name} *");
    }

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void A_bad_option_is_named_with_a_passed_client_too(string name, Action<FlapjackClientOptions> spoil)
    {
        using var http = new HttpClient();

        var make = () => TestClient.Over(http, Somewhere, spoil);

        make.Should().Throw<ArgumentException>().WithParameterName(name);
    }

    [Theory]
    [MemberData(nameof(GoodOptions))]
    public async Task Options_at_the_edge_of_their_range_make_a_client_that_can_be_used(Action<FlapjackClientOptions> configure)
    {
        using var client = TestClient.At(Somewhere, configure);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var call = () => client.GetComputerStatusAsync("a1", cancelled.Token);

        await call.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void No_complaint_about_a_key_shows_it()
    {
        var make = () => TestClient.At(Somewhere, options => options.ApiKey = "fj_live_s3cret\n");

        make.Should().Throw<ArgumentException>().Which.ToString().Should().NotContain("s3cret");
    }

    [Fact]
    public void Printing_options_never_shows_the_key()
    {
        var options = TestClient.Options(Somewhere);

        var text = options.ToString();

        text.Should().Be("FlapjackClientOptions { BaseAddress = https://flapjack.test/, ApiKey = [hidden] }");
        new FlapjackClientOptions().ToString().Should().Be("FlapjackClientOptions { BaseAddress = (default), ApiKey = (from the environment) }");
    }

    [Fact]
    public void Defaults_are_what_the_documentation_says()
    {
        var options = new FlapjackClientOptions();

        options.Should().BeEquivalentTo(new
        {
            ApiKey = (string?)null,
            BaseAddress = (Uri?)null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            ResponseTimeout = TimeSpan.FromSeconds(100),
            StreamIdleTimeout = TimeSpan.FromMinutes(5),
            ReadyTimeout = TimeSpan.FromMinutes(10),
            MaxRetries = 3,
            RetryDelay = TimeSpan.FromSeconds(0.5),
            MaxRetryAfter = TimeSpan.FromSeconds(10),
            TimeProvider = TimeProvider.System,
            QuotaGovernor = (FlapjackQuotaGovernor?)null,
        });
    }
}
