using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentComputer.Sdk.Tests.DependencyInjection;

/// <summary>What a section of the configuration may hold, and how its faults are told.</summary>
public sealed class ConfigurationTests
{
    private readonly ServiceCollection _services = new();

    [Theory]
    [InlineData("BaseUrl", "BaseAddress")]
    [InlineData("baseurl", "BaseAddress")]
    [InlineData("BaseUri", "BaseAddress")]
    [InlineData("base_url", "BaseAddress")]
    [InlineData("Endpoint", "BaseAddress")]
    [InlineData("BaseAdress", "BaseAddress")]
    [InlineData("Key", "ApiKey")]
    [InlineData("Token", "ApiKey")]
    [InlineData("ApiKeys", "ApiKey")]
    [InlineData("MaxRetry", "MaxRetries")]
    [InlineData("MaxAttempts", "MaxRetries")]
    [InlineData("ConnectionTimeout", "ConnectTimeout")]
    [InlineData("RequestTimeout", "ResponseTimeout")]
    [InlineData("IdleTimeout", "StreamIdleTimeout")]
    [InlineData("MaxFrameBytes", "MaxStreamFrameBytes")]
    [InlineData("MaxRetryDelay", "RetryDelay")]
    [InlineData("RetryAfter", "MaxRetryAfter")]
    public void An_unknown_key_names_the_nearest(string key, string nearest)
    {
        var faults = FaultsOf(("ApiKey", "k"), (key, "ak_s3cret"));

        faults.Should().ContainSingle().Which.Should().StartWith($"The Agent Computer option {key} (AgentComputer:{key} in the configuration) is not known; the nearest name is {nearest}. ")
            .And.NotContain("s3cret", "the value of an unknown key may be a secret");
    }

    [Theory]
    [InlineData("TimeProvider", "set it in code")]
    [InlineData("tokenProvider", "set it in code")]
    [InlineData("TIMEPROVIDER", "set it in code")]
    public void What_only_code_can_set_says_so(string key, string advice) =>
        FaultsOf(("ApiKey", "k"), (key, "x")).Should().ContainSingle().Which.Should().Contain("can't be configured").And.Contain(advice);

    [Theory]
    [InlineData("ConnectTimeout", "15")]
    [InlineData("ConnectTimeout", "15s")]
    [InlineData("ResponseTimeout", "100.5")]
    [InlineData("StreamIdleTimeout", "00:15")]
    [InlineData("RetryDelay", "0")]
    [InlineData("MaxRetryAfter", "-1")]
    [InlineData("MaxRetryAfter", "PT10S")]
    public void A_duration_that_could_be_days_is_refused_and_shown(string option, string value) =>
        FaultsOf(("ApiKey", "k"), (option, value)).Should().Equal(
            $"The Agent Computer option {option} (AgentComputer:{option} in the configuration) must be a duration in hours, minutes and seconds, such as 00:00:15, or the word infinite, not '{value}'.");

    [Theory]
    [InlineData("00:00:15", 15_000)]
    [InlineData(" 00:00:00.25 ", 250)]
    [InlineData("00:00:15.5", 15_500)]
    [InlineData("1.00:00:00", 86_400_000)]
    [InlineData("infinite", -1)]
    [InlineData("Infinite", -1)]
    public void A_duration_with_its_seconds_is_taken(string value, int milliseconds)
    {
        _services.AddAgentComputer(Section(("ApiKey", "k"), ("ResponseTimeout", value)));
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IOptions<AgentComputerClientOptions>>().Value.ResponseTimeout.Should().Be(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData("MaxRetries", "three", "must be a whole number, not 'three'")]
    [InlineData("MaxRetries", "2.5", "must be a whole number, not '2.5'")]
    [InlineData("MaxStreamFrameBytes", "16 MiB", "must be a whole number, not '16 MiB'")]
    [InlineData("MaxStreamFrameBytes", "9999999999", "must be a whole number, not '9999999999'")]
    [InlineData("MaxRetries", "11", "must be 0 to 10, not 11")]
    [InlineData("ConnectTimeout", "2.00:00:00", "must be at least 10 ms and at most a day, or infinite, not 2.00:00:00")]
    [InlineData("RetryDelay", "00:02:00", "must be more than zero and at most a minute, not 00:02:00")]
    [InlineData("BaseAddress", "api.agentcomputer.ai", "must be an absolute http or https address, not 'api.agentcomputer.ai'")]
    [InlineData("BaseAddress", "ftp://x", "must be an absolute http or https address, not 'ftp://x'")]
    [InlineData("BaseAddress", "https://joe:pw@x/?token=pw", "must have no query, fragment or user information, unlike 'https://[hidden]@x/?[hidden]'")]
    [InlineData("BaseAddress", "ak_s3cret", "must be an absolute http or https address, not '[hidden]'")]
    [InlineData("MaxRetries", "the-key-itself", "must be a whole number, not '[key]'")]
    [InlineData("BaseAddress:Url", "http://x", "must be one value, not a section")]
    [InlineData("ConnectTimeout:Seconds", "15", "must be one value, not a section")]
    [InlineData("MaxRetries", "٣", "must be a whole number, not '٣'")]
    public void A_value_that_is_wrong_is_shown_without_its_secrets(string key, string value, string complaint) =>
        FaultsOf(("ApiKey", "the-key-itself"), (key, value)).Should().ContainSingle().Which.Should()
            .StartWith($"The Agent Computer option {key.Split(':')[0]} ").And.EndWith($"{complaint}.");

    [Fact]
    public void A_value_that_has_keys_below_it_hides_none_of_them() =>
        FaultsOf(("ApiKey", "k"), ("MaxRetries", "3"), ("MaxRetries:Exec", "0")).Should().ContainSingle().Which.Should().EndWith("must be one value, not a section.");

    [Theory]
    [InlineData("key", "ftp://keyserver/monkey")]
    [InlineData("secret12", "ftp://secret12-box/topsecret12")]
    public void A_key_that_may_be_a_word_garbles_no_value(string apiKey, string value) =>
        FaultsOf(("ApiKey", apiKey), ("BaseAddress", value)).Should().ContainSingle().Which.Should().EndWith($"not '{value}'.");

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAgentComputer(Section(("ApiKey", "\"ak_s3cret\""), ("BaseUrl", "x"), ("ConnectTimeout", "15"), ("MaxRetries", "99")));
        using var host = builder.Build();

        var thrown = (await host.Invoking(h => h.StartAsync().Soon()).Should().ThrowAsync<OptionsValidationException>()).Which;

        thrown.Failures.Should().HaveCount(4);
        thrown.Message.Should().Contain("BaseUrl").And.Contain("'15'").And.Contain("99").And.Contain("AgentComputer:ApiKey in the configuration").And.NotContain("s3cret");
    }

    [Fact]
    public void A_constructor_tells_all_faults_too()
    {
        var make = () => new AgentComputerClient(new AgentComputerClientOptions { ApiKey = "a b", MaxRetries = -1, StreamIdleTimeout = TimeSpan.FromDays(15) });

        make.Should().Throw<ArgumentException>().WithMessage("*StreamIdleTimeout *not 15.00:00:00.*MaxRetries *not -1.*ApiKey *");
    }

    [Fact]
    public void Sections_of_other_registrations_may_lie_inside()
    {
        var configuration = Configuration(("ApiKey", "k"), ("Orgs:Other:ApiKey", "k2"));
        _services.AddAgentComputer(configuration.GetSection("AgentComputer"));
        _services.AddKeyedAgentComputer("other", configuration.GetSection("AgentComputer:Orgs:Other"));
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<AgentComputerClient>().Should().NotBeNull();
        provider.GetRequiredKeyedService<AgentComputerClient>("other").Should().NotBeNull();
    }

    [Fact]
    public void The_keys_of_a_whole_configuration_are_not_all_ours()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ApiKey", "k"), new("PATH", "/bin"), new("MaxRetries", "x")]).Build();
        _services.AddAgentComputer(configuration);
        using var provider = _services.BuildServiceProvider();

        var faults = provider.Invoking(p => p.GetRequiredService<AgentComputerClient>()).Should().Throw<OptionsValidationException>().Which.Failures;

        faults.Should().ContainSingle().Which.Should().Contain("MaxRetries");
    }

    [Fact]
    public void A_changed_configuration_is_seen_by_the_next_who_asks_for_options()
    {
        var configuration = Configuration(("ApiKey", "before"));
        _services.AddAgentComputer(configuration.GetSection("AgentComputer"));
        using var provider = _services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<AgentComputerClientOptions>>();
        var before = options.CurrentValue.ApiKey;

        configuration["AgentComputer:ApiKey"] = "after";
        ((IConfigurationRoot)configuration).Reload();

        (before, options.CurrentValue.ApiKey).Should().Be(("before", "after"));
    }

    private IEnumerable<string> FaultsOf(params (string Key, string Value)[] values)
    {
        _services.AddAgentComputer(Section(values));
        using var provider = _services.BuildServiceProvider();
        return provider.Invoking(p => p.GetRequiredService<AgentComputerClient>()).Should().Throw<OptionsValidationException>().Which.Failures;
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values) => Configuration(values).GetSection("AgentComputer");

    private static IConfiguration Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"AgentComputer:{value.Key}", (string?)value.Value)))
        .Build();
}
