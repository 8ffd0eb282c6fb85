using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.AspNetCore.Tests.Credentials;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CredentialEnvironment
{
    public const string Name = "The environment variable of the credential resolver's secret";
}

/// <summary>Where the secrets come from, what is refused when the host starts, and how they change. The only tests that touch that variable.</summary>
[Collection(CredentialEnvironment.Name)]
public sealed class CredentialOptionsTests : IDisposable
{
    private const string OtherSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    private readonly string? _variable = Environment.GetEnvironmentVariable("TOOL_HMAC_SECRET");

    public CredentialOptionsTests() => Environment.SetEnvironmentVariable("TOOL_HMAC_SECRET", null);

    public void Dispose() => Environment.SetEnvironmentVariable("TOOL_HMAC_SECRET", _variable);

    [Fact]
    public async Task Without_a_secret_in_the_options_it_comes_from_the_environment()
    {
        Environment.SetEnvironmentVariable("TOOL_HMAC_SECRET", OtherSecret);
        await using var app = await StartAsync(services => services.AddFlapjackCredentialResolver());

        (await app.SendAsync(app.Sign(secret: OtherSecret))).Status.Should().Be(200);
        (await app.SendAsync(app.Sign())).Status.Should().Be(401);
    }

    [Fact]
    public async Task During_a_rotation_both_secrets_verify()
    {
        await using var app = await ResolverApp.StartAsync((_, _) => Task.FromResult<string?>(null), ResolverApp.Secret, OtherSecret);

        (await app.SendAsync(app.Sign())).Status.Should().Be(200);
        (await app.SendAsync(app.Sign(secret: OtherSecret))).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_rotation_takes_effect_without_a_restart_and_secrets_that_become_invalid_verify_nothing()
    {
        var source = new MemorySettings();
        source.Replace(ResolverApp.Secret);
        var configuration = new ConfigurationBuilder().Add(source).Build();
        await using var app = await StartAsync(services => services.AddFlapjackCredentialResolver(configuration.GetSection("Byok")));

        var before = (await app.SendAsync(app.Sign(secret: OtherSecret))).Status;
        source.Replace(OtherSecret);
        var after = (await app.SendAsync(app.Sign(secret: OtherSecret))).Status;
        // Whoever reloads hears of it first; a watched file would only log it.
        source.Invoking(it => it.Replace(" ")).Should().Throw<AggregateException>();
        var invalid = (await app.SendAsync(app.Sign(secret: OtherSecret))).Status;

        (before, after, invalid).Should().Be((401, 200, 500));
        app.Log.Lines.Should().Contain(line => line.Contains("is invalid, and every question is answered 500"));
        app.Log.Lines.Should().NotContain(line => line.Contains("AAECAwQFBgcICQ"));
    }

    [Fact]
    public async Task A_host_without_any_secret_does_not_start_and_says_what_to_set()
    {
        var start = () => StartAsync(services => services.AddFlapjackCredentialResolver());

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("*Secrets of Flapjack's credential resolver is empty*TOOL_HMAC_SECRET*");
    }

    [Theory]
    [InlineData("", "*Secrets[1]*is blank*")]
    [InlineData(OtherSecret + "\n", "*Secrets[1]*begins or ends with white space*line break*")]
    [InlineData("whsec_", "*Secrets[1]*is only the prefix 'whsec_'*")]
    public async Task A_host_with_a_bad_second_secret_does_not_start(string secret, string complaint)
    {
        var start = () => ResolverApp.StartAsync((_, _) => Task.FromResult<string?>(null), ResolverApp.Secret, secret);

        var thrown = await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(complaint);
        thrown.Which.ToString().Should().NotContain("MfKQ9r8GKYqr").And.NotContain("AAECAwQFBgcICQ");
    }

    [Fact]
    public async Task Mapping_without_the_services_says_which_call_is_missing()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var map = () => app.MapFlapjackCredentialResolver("/keys", (_, _) => Task.FromResult<string?>(null));

        map.Should().Throw<InvalidOperationException>().WithMessage("*AddFlapjackCredentialResolver*");
    }

    [Fact]
    public void Options_never_show_a_secret() =>
        new FlapjackCredentialResolverOptions { Secrets = { ResolverApp.Secret } }.ToString().Should().Be("FlapjackCredentialResolverOptions { Secrets = 1 [hidden] }");

    private static Task<ResolverApp> StartAsync(Action<IServiceCollection> services) =>
        ResolverApp.StartAsync(app => app.MapFlapjackCredentialResolver(ResolverApp.Route, (_, _) => Task.FromResult<string?>(null)), services);

    private sealed class MemorySettings : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void Replace(string secret)
        {
            Data["Byok:Secrets:0"] = secret;
            OnReload();
        }
    }
}
