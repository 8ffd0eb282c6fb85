using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentComputer.Sdk.Tests.Settings;

/// <summary>The only tests that touch the environment: each sets it, and puts it back.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class EnvironmentTests : IDisposable
{
    private static readonly string[] Names = ["COMPUTER_API_KEY", "AGENTCOMPUTER_API_KEY", "COMPUTER_API_URL", "AGENTCOMPUTER_API_URL"];

    private readonly string?[] _before = [.. Names.Select(Environment.GetEnvironmentVariable)];

    public void Dispose() => Set(_before);

    [Theory]
    [InlineData("ak_one", "ak_two", "http://one.test", "http://two.test", "http://one.test/v1/me with Bearer ak_one")]
    [InlineData(null, "ak_two", "", "http://two.test/v1", "http://two.test/v1/me with Bearer ak_two")]
    [InlineData(" ", " ak_two\n", null, null, "https://api.agentcomputer.ai/v1/me with Bearer ak_two")]
    public async Task What_is_not_set_comes_from_the_environment_and_the_first_variable_wins(string? key, string? keyAlias, string? address, string? addressAlias, string expected)
    {
        Set(key, keyAlias, address, addressAlias);

        (await Asked(new())).Should().Be(expected);
    }

    [Fact]
    public async Task What_is_set_in_code_wins_alone()
    {
        Set("ak_env", null, "http://env.test", null);

        (await Asked(new() { ApiKey = "ak_mine" })).Should().Be("http://env.test/v1/me with Bearer ak_mine");
        (await Asked(new() { BaseAddress = new("http://mine.test") })).Should().Be("http://mine.test/v1/me with Bearer ak_env");
    }

    [Fact]
    public async Task A_provider_goes_before_the_environment()
    {
        Set("ak_env", null, "http://env.test", null);

        (await Asked(new() { TokenProvider = _ => ValueTask.FromResult("token") })).Should().Be("http://env.test/v1/me with Bearer token");
    }

    [Fact]
    public void Without_any_key_the_complaint_names_options_and_variable()
    {
        Set(null, null, null, null);

        var make = () => new AgentComputerClient(new AgentComputerClientOptions());

        make.Should().Throw<ArgumentException>().WithParameterName("ApiKey").WithMessage("*ApiKey is missing*TokenProvider*COMPUTER_API_KEY*");
    }

    [Theory]
    [InlineData("COMPUTER_API_KEY=ak_s3cret", "begins with the name of the environment variable")]
    [InlineData("AGENTCOMPUTER_API_KEY=ak_s3cret", "begins with the name of the environment variable")]
    [InlineData("Bearer ak_s3cret", "begins with the word Bearer")]
    [InlineData("\"ak_s3cret\"", "holds quotation marks")]
    [InlineData("ak_s3cret\nak_s3cret", "holds a space or another character")]
    public void A_key_that_was_pasted_badly_is_explained_and_not_shown(string key, string why)
    {
        Set(null, key, null, null);

        var make = () => new AgentComputerClient(new AgentComputerClientOptions());

        make.Should().Throw<ArgumentException>().WithMessage($"*ApiKey (from the environment variable AGENTCOMPUTER_API_KEY) {why}*").Which.Message.Should().NotContain("s3cret");
    }

    [Theory]
    [InlineData("COMPUTER_API_URL", "not a url")]
    [InlineData("AGENTCOMPUTER_API_URL", "ftp://api.agentcomputer.ai")]
    public void A_bad_address_names_its_variable(string variable, string address)
    {
        Set("ak_env", null, null, null);
        Environment.SetEnvironmentVariable(variable, address);

        var make = () => new AgentComputerClient(new AgentComputerClientOptions());

        make.Should().Throw<ArgumentException>().WithMessage($"The Agent Computer option {variable} *'{address}'*");
    }

    [Fact]
    public void The_key_of_the_environment_is_never_used_for_a_client_under_a_key()
    {
        Set("ak_env", null, null, null);
        var services = new ServiceCollection();
        services.AddKeyedAgentComputer("one", new ConfigurationBuilder().Build().GetSection("AgentComputer"));
        using var provider = services.BuildServiceProvider();

        var make = () => provider.GetRequiredKeyedService<AgentComputerClient>("one");

        make.Should().Throw<OptionsValidationException>().WithMessage("*option ApiKey of the client 'one' is missing*");
    }

    private static void Set(params string?[] values)
    {
        foreach (var (name, value) in Names.Zip(values))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    private static async Task<string> Asked(AgentComputerClientOptions options)
    {
        var asked = "";
        using var http = new HttpClient(new StubHandler((request, _) =>
        {
            asked = $"{request.RequestUri} with {request.Headers.Authorization}";
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("{}"), RequestMessage = request });
        }));
        using var client = new AgentComputerClient(http, options);
        await client.GetMeAsync().Soon();
        return asked;
    }
}
