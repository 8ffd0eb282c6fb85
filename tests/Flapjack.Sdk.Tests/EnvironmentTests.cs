using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.Tests;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessEnvironment
{
    public const string Name = "The environment of the process";
}

/// <summary>The only tests that touch the environment: each sets it, and puts it back.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class EnvironmentTests : IDisposable
{
    private readonly string? _key = Environment.GetEnvironmentVariable("FLAPJACK_API_KEY");
    private readonly string? _address = Environment.GetEnvironmentVariable("FLAPJACK_BASE_URL");

    public void Dispose() => Set(_key, _address);

    [Fact]
    public async Task What_is_not_set_comes_from_the_environment()
    {
        Set("fj_live_env", "http://env.test/prefix");

        var asked = await Asked(new());

        asked.Should().Be("http://env.test/prefix/api/agents/a1/computer/status with Bearer fj_live_env");
    }

    [Fact]
    public async Task An_explicit_key_wins_alone()
    {
        Set("fj_live_env", "http://env.test");

        var asked = await Asked(new() { ApiKey = "fj_live_mine" });

        asked.Should().Be("http://env.test/api/agents/a1/computer/status with Bearer fj_live_mine");
    }

    [Fact]
    public async Task An_explicit_address_wins_alone()
    {
        Set("fj_live_env", "http://env.test");

        var asked = await Asked(new() { BaseAddress = new("http://mine.test") });

        asked.Should().Be("http://mine.test/api/agents/a1/computer/status with Bearer fj_live_env");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_any_address_it_is_the_hosted_service(string? address)
    {
        Set("fj_live_env", address);

        var asked = await Asked(new());

        asked.Should().StartWith("https://api.flapjack.dev/api/agents/a1/computer/status with");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_any_key_the_complaint_names_option_and_variable(string? key)
    {
        Set(key, null);

        var make = () => new FlapjackClient(new FlapjackClientOptions());

        make.Should().Throw<ArgumentException>().WithParameterName("ApiKey").WithMessage("*ApiKey*FLAPJACK_API_KEY*");
    }

    [Theory]
    [InlineData("not a url")]
    [InlineData("api.flapjack.dev")]
    [InlineData("ftp://api.flapjack.dev")]
    [InlineData("https://api.flapjack.dev?x=1")]
    [InlineData("http://")]
    [InlineData(" ")]
    public void A_bad_address_from_the_environment_names_the_variable(string address)
    {
        Set("fj_live_env", address);

        var make = () => new FlapjackClient(new FlapjackClientOptions());

        make.Should().Throw<ArgumentException>().WithMessage("*FLAPJACK_BASE_URL*");
    }

    [Fact]
    public void An_explicit_key_that_is_empty_does_not_fall_back()
    {
        Set("fj_live_env", null);

        var make = () => new FlapjackClient("");

        make.Should().Throw<ArgumentException>().WithParameterName("ApiKey");
    }

    [Fact]
    public void A_key_alone_makes_a_client()
    {
        Set(null, null);

        using var client = new FlapjackClient("fj_live_mine");

        client.Should().NotBeNull();
    }

    [Fact]
    public async Task A_container_without_options_uses_the_environment()
    {
        using var wire = new WireServer();
        wire.Answers("/api/agents/a1/computer/status", "{}");
        Set("fj_live_env", wire.Address.AbsoluteUri);
        var services = new ServiceCollection();
        services.AddFlapjack();
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<FlapjackClient>().GetComputerStatusAsync("a1").Soon();

        wire.Request.Header("Authorization").Should().Be("Bearer fj_live_env");
    }

    [Fact]
    public async Task A_host_without_any_key_does_not_start()
    {
        Set(null, null);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlapjack();
        using var host = builder.Build();

        var start = () => host.StartAsync().Soon();

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("*ApiKey*FLAPJACK_API_KEY*");
    }

    private static void Set(string? key, string? address)
    {
        Environment.SetEnvironmentVariable("FLAPJACK_API_KEY", key);
        Environment.SetEnvironmentVariable("FLAPJACK_BASE_URL", address);
    }

    private static async Task<string> Asked(FlapjackClientOptions options)
    {
        var asked = "";
        using var http = new HttpClient(new StubHandler((request, _) =>
        {
            asked = $"{request.RequestUri} with {request.Headers.Authorization}";
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("{}") });
        }));
        using var client = new FlapjackClient(http, options);
        await client.GetComputerStatusAsync("a1").Soon();
        return asked;
    }
}
