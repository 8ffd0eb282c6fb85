using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.Tests.Settings;

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
    [InlineData(" \t")]
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
    public void A_bad_address_from_the_environment_names_the_variable(string address)
    {
        Set("fj_live_env", address);

        var make = () => new FlapjackClient(new FlapjackClientOptions());

        make.Should().Throw<ArgumentException>().WithMessage($"*FLAPJACK_BASE_URL*'{address.Split('?')[0]}*'*");
    }

    public static TheoryData<string?, Uri?> Unset => new()
    {
        { "", null },
        { " \n", null },
        { null, new("", UriKind.Relative) },
        { "", new("  ", UriKind.Relative) },
    };

    [Theory]
    [MemberData(nameof(Unset))]
    public async Task An_option_that_is_empty_is_not_set(string? key, Uri? address)
    {
        Set("fj_live_env", "http://env.test");

        var asked = await Asked(new() { ApiKey = key, BaseAddress = address });

        asked.Should().Be("http://env.test/api/agents/a1/computer/status with Bearer fj_live_env");
    }

    [Fact]
    public void An_explicit_key_that_is_empty_does_not_fall_back()
    {
        Set("fj_live_env", null);

        // Who calls this constructor means that key: the environment's would be another account's.
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

    [Fact]
    public async Task An_empty_key_in_the_configuration_leaves_it_to_the_environment()
    {
        using var wire = new WireServer();
        wire.Answers("/api/agents/a1/computer/status", "{}");
        Set("fj_live_env", wire.Address.AbsoluteUri);
        var services = new ServiceCollection();
        services.AddFlapjack(Section(("ApiKey", ""), ("BaseAddress", " "), ("ConnectTimeout", ""), ("MaxRetries", " ")));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<FlapjackClient>().GetComputerStatusAsync("a1").Soon();

        wire.Request.Header("Authorization").Should().Be("Bearer fj_live_env");
    }

    public static TheoryData<string, Action<IServiceCollection>> KeyedWithoutKey => new()
    {
        { "other-org", services => services.AddKeyedFlapjack("other-org", options => options.BaseAddress = new("http://other.test")) },
        { "other-org", services => services.AddKeyedFlapjack("other-org", options => options.ApiKey = " ") },
        { "other-org", services => services.AddKeyedFlapjack("other-org", Section(("BaseAddress", "http://other.test"), ("ApiKey", ""))) },
        { "a:b", services => services.AddFlapjack(options => options.ApiKey = "k").Services.AddKeyedFlapjack("a:b", options => options.MaxRetries = 1) },
        { "other", services => services.AddKeyedFlapjack("other", Section(("Apikey", "\t"))).Services.Configure<FlapjackClientOptions>(options => options.ApiKey = "k") },
        { "second", services => services.AddFlapjack().Services.AddKeyedFlapjack("first", options => options.ApiKey = "k").Services.AddKeyedFlapjack("second", _ => { }) },
    };

    [Theory]
    [MemberData(nameof(KeyedWithoutKey))]
    public async Task A_keyed_client_without_a_key_of_its_own_does_not_start_and_never_acts_for_the_environments_account(string name, Action<IServiceCollection> add)
    {
        Set("fj_live_first_account", null);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services);
        using var host = builder.Build();

        var start = () => host.StartAsync().Soon();
        var resolve = () => host.Services.GetRequiredKeyedService<FlapjackClient>(name);

        var thrown = (await start.Should().ThrowAsync<OptionsValidationException>()).Which;
        thrown.Message.Should().Contain($"ApiKey of the client '{name}' is missing").And.Contain("FLAPJACK_API_KEY").And.NotContain("fj_live_first_account");
        resolve.Should().Throw<OptionsValidationException>();
    }

    [Fact]
    public async Task A_keyed_client_with_a_key_of_its_own_goes_where_the_environment_points()
    {
        using var wire = new WireServer();
        wire.Answers("/api/agents/a1/computer/status", "{}");
        Set("fj_live_env", wire.Address.AbsoluteUri);
        var services = new ServiceCollection();
        services.AddKeyedFlapjack("other-org", options => options.ApiKey = "fj_live_other");
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<FlapjackClient>("other-org").GetComputerStatusAsync("a1").Soon();

        wire.Request.Header("Authorization").Should().Be("Bearer fj_live_other");
    }

    [Theory]
    [InlineData("\"fj_live_s3cret\"", "quotation marks")]
    [InlineData("'fj_live_s3cret'", "quotation marks")]
    [InlineData("“fj_live_s3cret”", "quotation marks")]
    [InlineData("Bearer fj_live_s3cret", "Bearer")]
    [InlineData("bearer:fj_live_s3cret", "Bearer")]
    [InlineData("\"Bearer fj_live_s3cret\"", "quotation marks")]
    [InlineData("Authorization: Bearer fj_live_s3cret", "name of a header")]
    [InlineData("FLAPJACK_API_KEY=fj_live_s3cret", "name of the environment variable")]
    [InlineData("fj_live_s3cret\r\n", "line break")]
    [InlineData("'fj_live_s3cret", "quotation marks")]
    [InlineData(" Bearer\tfj_live_s3cret", "Bearer")]
    [InlineData("\ufefffj_live_s3cret", "can't stand in a header")]
    [InlineData("Token fj_live_s3cret", "can't stand in a header")]
    public void A_key_with_something_around_it_is_named_before_it_is_sent(string key, string fault)
    {
        Set(key, null);

        foreach (var options in new FlapjackClientOptions[] { new(), new() { ApiKey = key } })
        {
            var place = options.ApiKey is null ? "the environment variable FLAPJACK_API_KEY" : "the option ApiKey";

            var thrown = options.Invoking(o => new FlapjackClient(o)).Should().Throw<ArgumentException>().WithParameterName("ApiKey").Which;

            thrown.Message.Should().Contain(fault).And.Contain(place);
            thrown.ToString().Should().NotContain("s3cret");
        }
    }

    [Fact]
    public async Task A_401_says_where_the_key_came_from()
    {
        using var wire = new WireServer();
        wire.Answers("/api/agents/a1/computer/status", new Answer(401, """{"error":"UNAUTHORIZED"}"""));
        Set("fj_live_of_the_environment", wire.Address.AbsoluteUri);
        var services = new ServiceCollection();
        services.AddKeyedFlapjack("section", Section(("ApiKey", "fj_live_of_the_section")));
        services.AddKeyedFlapjack("both", Section(("ApiKey", "fj_live_of_the_section")));
        services.AddKeyedFlapjack("both", options => options.ApiKey = "fj_live_of_the_code");
        services.AddFlapjack();
        await using var provider = services.BuildServiceProvider();
        using var inCode = new FlapjackClient(new FlapjackClientOptions { ApiKey = "fj_live_of_the_code" });

        (await Message(inCode)).Should().EndWith("Check the API key. It came from the option ApiKey, which was set in code.");
        (await Message(provider.GetRequiredService<FlapjackClient>())).Should().EndWith("It came from the environment variable FLAPJACK_API_KEY.");
        (await Message(provider.GetRequiredKeyedService<FlapjackClient>("section"))).Should().EndWith("It came from Flapjack:ApiKey in the configuration.");
        (await Message(provider.GetRequiredKeyedService<FlapjackClient>("both"))).Should().EndWith("It came from the option ApiKey, which was set in code.");

        async Task<string> Message(FlapjackClient client)
        {
            var thrown = (await client.Invoking(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackAuthenticationException>()).Which;
            thrown.ToString().Should().NotContain("fj_live_");
            return thrown.Message;
        }
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"Flapjack:{value.Key}", (string?)value.Value)))
        .Build()
        .GetSection("Flapjack");

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
