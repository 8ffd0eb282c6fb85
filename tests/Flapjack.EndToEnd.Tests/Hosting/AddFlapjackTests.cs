using Flapjack.EndToEnd.Tests.Quotas;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Flapjack.EndToEnd.Tests.Hosting;

public sealed class AddFlapjackTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task A_host_resolves_a_client_that_runs_a_command()
    {
        using var host = await StartAsync(services => services.AddFlapjack(options =>
        {
            options.ApiKey = computer.Backend.ApiKey;
            options.BaseAddress = computer.Backend.BaseAddress;
        }));

        var client = host.Services.GetRequiredService<FlapjackClient>();
        var result = await client.RunAsync(computer.AgentId, "echo hosted");

        result.Stdout.Should().Be("hosted\n");
        host.Services.GetRequiredService<FlapjackClient>().Should().BeSameAs(client);
    }

    [Fact]
    public async Task A_section_of_the_configuration_is_enough()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Flapjack:ApiKey"] = computer.Backend.ApiKey,
            ["Flapjack:BaseAddress"] = computer.Backend.BaseAddress.AbsoluteUri,
            ["Flapjack:ReadyTimeout"] = "00:00:30",
        }).Build();
        using var host = await StartAsync(services => services.AddFlapjack(configuration.GetSection("Flapjack")));

        var result = await host.Services.GetRequiredService<FlapjackClient>().RunAsync(computer.AgentId, "echo configured");

        result.Stdout.Should().Be("configured\n");
    }

    [Fact]
    public async Task Two_organizations_live_in_one_host_under_keys()
    {
        var orgs = new[] { Guid.NewGuid().ToString(), Guid.NewGuid().ToString() };
        using var host = await StartAsync(services =>
        {
            foreach (var org in orgs)
            {
                services.AddKeyedFlapjack(org, options =>
                {
                    options.ApiKey = computer.Backend.CreateApiKey(org, FlapjackScopes.SandboxAdmin);
                    options.BaseAddress = computer.Backend.BaseAddress;
                });
            }
        });

        var first = host.Services.GetRequiredKeyedService<FlapjackClient>(orgs[0]);
        var second = host.Services.GetRequiredKeyedService<FlapjackClient>(orgs[1]);
        var agentId = await first.CreateReadyAsync(new() { Name = "of the first", Template = ComputerTemplate.Blank });

        (await first.RunAsync(agentId, "echo mine")).Stdout.Should().Be("mine\n");
        await FluentActions.Awaiting(() => second.RunAsync(agentId, "echo mine")).Should().ThrowAsync<FlapjackPermissionException>();
    }

    [Fact]
    public async Task Streams_stay_live_and_cancellable_through_the_hosts_handlers()
    {
        var latch = computer.NewLatch();
        using var host = await StartAsync(services =>
        {
            services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());
            services.AddFlapjack(options =>
            {
                options.TimeProvider = new UnhurriedClock();
                options.ApiKey = computer.Backend.ApiKey;
                options.BaseAddress = computer.Backend.BaseAddress;
            });
        });
        var client = host.Services.GetRequiredService<FlapjackClient>();
        await using var events = client.ExecComputerAsync(computer.AgentId, new() { Command = $"echo first; {latch.Wait}; echo $$; exec sleep 1000" }).GetAsyncEnumerator();

        var first = await events.NextStdoutAsync();
        latch.Open();
        var command = HostProcesses.Read(await events.NextStdoutAsync());
        await events.DisposeAsync();

        first.Should().Be("first\n");
        await HostProcesses.EndPromptlyAsync(command);
    }

    [Fact]
    public async Task A_governor_in_the_container_keeps_the_quota_of_all_its_callers()
    {
        await using var limited = await ReadyComputer.StartAsync(new());
        var latch = limited.NewLatch();
        var tally = new ExecTally();
        using var host = await StartAsync(services =>
        {
            services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => tally.AsHandler()));
            services.AddSingleton<FlapjackQuotaGovernor>();
            services.AddFlapjack(options =>
            {
                options.ApiKey = limited.Backend.ApiKey;
                options.BaseAddress = limited.Backend.BaseAddress;
                options.TimeProvider = new UnhurriedClock();
            });
        });
        var client = host.Services.GetRequiredService<FlapjackClient>();
        var governor = host.Services.GetRequiredService<FlapjackQuotaGovernor>();

        var runs = Enumerable.Range(0, 7).Select(_ => client.RunAsync(limited.AgentId, latch.Wait)).ToList();
        await Eventually.HoldsAsync(() => governor.GetQueuedCount(limited.AgentId) == 4 && tally.Sent == 3, "three run, and four wait", Limit.Time);
        latch.Open();

        (await Task.WhenAll(runs)).Should().OnlyContain(result => result.Ok);
        (tally.Sent, tally.Refused).Should().Be((7, 0));
    }

    [Fact]
    public async Task A_host_with_wrong_options_does_not_start()
    {
        var start = () => StartAsync(services => services.AddFlapjack(options =>
        {
            options.ApiKey = computer.Backend.ApiKey;
            options.BaseAddress = new("ftp://example.com");
        }));

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain("BaseAddress");
    }

    private static async Task<IHost> StartAsync(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        configure(builder.Services);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
