using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WebhookEnvironment
{
    public const string Name = "The environment variable of the webhooks' secret";
}

/// <summary>Where the options come from, and what is refused when the host starts. The only tests that touch that variable.</summary>
[Collection(WebhookEnvironment.Name)]
public sealed class WebhookOptionsTests : IDisposable
{
    private const string OtherSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    private readonly string? _variable = Environment.GetEnvironmentVariable("FLAPJACK_WEBHOOK_SECRET");

    public WebhookOptionsTests() => Environment.SetEnvironmentVariable("FLAPJACK_WEBHOOK_SECRET", null);

    public void Dispose() => Environment.SetEnvironmentVariable("FLAPJACK_WEBHOOK_SECRET", _variable);

    [Fact]
    public async Task Without_a_secret_in_the_options_it_comes_from_the_environment()
    {
        Environment.SetEnvironmentVariable("FLAPJACK_WEBHOOK_SECRET", WebhookApp.Secret);
        await using var app = await WebhookApp.StartAsync(new(), builder => builder.Services.AddFlapjackWebhooks());

        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_secret_in_the_options_stands_alone()
    {
        Environment.SetEnvironmentVariable("FLAPJACK_WEBHOOK_SECRET", OtherSecret);
        await using var app = await WebhookApp.StartAsync(new());

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.OK);
        (await app.PostAsync(Signed.Plainly(Events.Deleted, OtherSecret))).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void Every_option_is_bound_to_the_configuration()
    {
        var options = Bound(new()
        {
            ["Secrets:0"] = WebhookApp.Secret,
            ["Secrets:1"] = OtherSecret,
            ["MaxBodyBytes"] = "2048",
            ["RequireReplayProtection"] = "true",
        });

        options.Secrets.Should().Equal(WebhookApp.Secret, OtherSecret);
        options.MaxBodyBytes.Should().Be(2048);
        options.RequireReplayProtection.Should().BeTrue();
        typeof(FlapjackWebhookOptions).GetProperties().Should().HaveCount(3, "a further option wants a line here");
    }

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new FlapjackWebhookOptions();

        options.Secrets.Should().BeEmpty();
        options.MaxBodyBytes.Should().Be(65_536);
        options.RequireReplayProtection.Should().BeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_host_without_any_secret_does_not_start_and_says_what_to_set(string? variable)
    {
        Environment.SetEnvironmentVariable("FLAPJACK_WEBHOOK_SECRET", variable);

        var start = () => WebhookApp.StartAsync(new(), builder => builder.Services.AddFlapjackWebhooks());

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("*Secrets is empty*FLAPJACK_WEBHOOK_SECRET*");
    }

    [Fact]
    public async Task A_host_with_a_blank_variable_does_not_start()
    {
        Environment.SetEnvironmentVariable("FLAPJACK_WEBHOOK_SECRET", "  ");

        var start = () => WebhookApp.StartAsync(new(), builder => builder.Services.AddFlapjackWebhooks());

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("*Secrets[0] is blank*");
    }

    [Theory]
    [InlineData("", "*Secrets[1] is blank*")]
    [InlineData("   ", "*Secrets[1] is blank*")]
    [InlineData(null, "*Secrets[1] is blank*")]
    [InlineData(OtherSecret + "\n", "*Secrets[1] begins or ends with white space*line break*")]
    [InlineData(" " + OtherSecret, "*Secrets[1] begins or ends with white space*")]
    [InlineData("whsec_", "*Secrets[1] is only the prefix 'whsec_'*")]
    [InlineData("WHSEC_", "*Secrets[1] is only the prefix 'whsec_'*")]
    [InlineData("whsec_==", "*Secrets[1] is only the prefix 'whsec_'*")]
    public async Task A_host_with_a_bad_second_secret_does_not_start(string? secret, string complaint)
    {
        var start = () => WebhookApp.StartAsync(new(), options => options.Secrets.Add(secret!));

        var thrown = await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(complaint);
        thrown.Which.ToString().Should().NotContain("MfKQ9r8GKYqr").And.NotContain("AAECAwQFBgcICQ");
    }

    [Theory]
    [InlineData("a secret of the service's own form")]
    [InlineData("whsec_not base64!")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public async Task Replay_protection_takes_secrets_that_can_verify_it(string secret)
    {
        var with = () => WebhookApp.StartAsync(new(), options =>
        {
            options.Secrets.Add(secret);
            options.RequireReplayProtection = true;
        });
        await using var without = await WebhookApp.StartAsync(new(), options => options.Secrets.Add(secret));

        var thrown = await with.Should().ThrowAsync<OptionsValidationException>().WithMessage("*Secrets[1] is not 'whsec_' and base64*RequireReplayProtection*");
        thrown.Which.ToString().Should().NotContain(secret);
        (await without.PostAsync(Signed.Plainly(Events.Deleted, secret))).Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData(16 * 1024 * 1024 + 1)]
    [InlineData(int.MaxValue)]
    public async Task A_limit_out_of_its_range_is_refused(int limit)
    {
        var start = () => WebhookApp.StartAsync(new(), options => options.MaxBodyBytes = limit);

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("*MaxBodyBytes must be 1 KiB to 16 MiB*");
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(16 * 1024 * 1024)]
    public async Task A_limit_at_the_end_of_its_range_is_taken(int limit)
    {
        await using var app = await WebhookApp.StartAsync(new(), options => options.MaxBodyBytes = limit);

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Mapping_without_the_services_says_which_call_is_missing()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var map = () => app.MapFlapjackWebhooks("/hook", new());

        map.Should().Throw<InvalidOperationException>().WithMessage("*AddFlapjackWebhooks*");
    }

    [Fact]
    public void Options_never_show_a_secret()
    {
        var options = Bound(new() { ["Secrets:0"] = WebhookApp.Secret, ["Secrets:1"] = OtherSecret });

        options.ToString().Should().Be("FlapjackWebhookOptions { Secrets = 2 [hidden], MaxBodyBytes = 65536, RequireReplayProtection = False }");
    }

    private static FlapjackWebhookOptions Bound(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddFlapjackWebhooks(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<FlapjackWebhookOptions>>().CurrentValue;
    }
}
