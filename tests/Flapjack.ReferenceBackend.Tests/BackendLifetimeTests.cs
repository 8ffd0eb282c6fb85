using System.Globalization;
using System.Net;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests;

public sealed class BackendLifetimeTests
{
    [Fact]
    public async Task Two_backends_know_nothing_of_each_other()
    {
        await using var one = await TestBackend.StartAsync();
        await using var two = await TestBackend.StartAsync();
        var agent = await one.CreateReadyAgentAsync("""{"template":"blank","externalAppId":"same"}""");
        await two.CreateReadyAgentAsync("""{"template":"blank","externalAppId":"same"}""");

        var foreign = await two.GetAsync($"/api/agents/{agent}/computer/status");
        var foreignKey = await TestBackend.SendAsync(two.ClientOf(one.Backend.ApiKey), HttpMethod.Get, $"/api/agents/{agent}/computer/status");

        foreign.ShouldBeRefused(404, "NOT_FOUND");
        foreignKey.ShouldBeRefused(401, "UNAUTHORIZED");
        (await one.RunAsync(agent, "echo one")).Stdout.Should().Be("one\n");
    }

    [Fact]
    public async Task Disposing_ends_commands_and_bootstraps_and_leaves_nothing()
    {
        using var repository = await LocalRepository.CreateAsync();
        var backend = await TestBackend.StartAsync(repository.Rewrite);
        var ready = await backend.CreateReadyAgentAsync();
        var data = DataFolderOf(await backend.HomeOfAsync(ready));
        await backend.RunAsync(ready, "setsid sleep 1000 >/dev/null 2>&1 & sleep 1000 &");
        using var quiet = await backend.ExecAsync(ready, "echo begun; setsid sleep 1000 & sleep 1000");
        using var loud = await backend.ExecAsync(ready, "echo begun; yes");
        var slow = await backend.CreateAgentAsync(LocalRepository.Body("echo wait''ing; setsid sleep 1000 & sleep 1000"));
        using var bootstrap = await backend.OpenBootstrapAsync(slow);
        await Task.WhenAll(quiet.ReadUntilPrintedAsync("begun"), loud.ReadUntilPrintedAsync("begun"), bootstrap.ReadUntilPrintedAsync("waiting"));
        await Eventually.HoldsAsync(() => HostProcesses.WithEnvironment(data).Length > 6, "the commands have started what they start");

        await backend.Backend.DisposeAsync();

        HostProcesses.WithEnvironment(data).Should().BeEmpty();
        Directory.Exists(data).Should().BeFalse();
        await backend.Invoking(gone => gone.GetAsync("/")).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Disposing_while_agents_are_being_created_leaves_nothing()
    {
        for (var round = 0; round < 3; round++)
        {
            var backend = await TestBackend.StartAsync();
            var data = DataFolderOf(await backend.HomeOfAsync(await backend.CreateReadyAgentAsync()));
            var creations = Enumerable.Range(0, 20).Select(_ => TryCreateAsync(backend)).ToArray();
            await Task.WhenAny(creations);

            await backend.Backend.DisposeAsync();

            await Task.WhenAll(creations);
            HostProcesses.WithEnvironment(data).Should().BeEmpty();
            Directory.Exists(data).Should().BeFalse();
            await backend.DisposeAsync();
        }
    }

    [Fact]
    public async Task Disposing_twice_is_once_too_often_but_harmless()
    {
        var backend = await FlapjackBackend.StartAsync();
        await backend.DisposeAsync();

        var again = async () => await backend.DisposeAsync();

        await again.Should().NotThrowAsync();
    }

    [Fact]
    public async Task Whoever_disposes_meanwhile_waits_until_all_is_gone_too()
    {
        var backend = await TestBackend.StartAsync();
        var agent = await backend.CreateReadyAgentAsync();
        var data = DataFolderOf(await backend.HomeOfAsync(agent));
        await backend.RunAsync(agent, "trap '' TERM; sleep 1000 & sleep 1000 &");

        var first = backend.Backend.DisposeAsync().AsTask();
        await backend.Backend.DisposeAsync();

        Directory.Exists(data).Should().BeFalse();
        await first;
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(366)]
    public async Task Output_and_keys_are_kept_for_a_year_at_most(int days)
    {
        var journals = () => FlapjackBackend.StartAsync(new() { JournalRetention = TimeSpan.FromDays(days), ExecKeyRetention = TimeSpan.FromDays(days) });
        var keys = () => FlapjackBackend.StartAsync(new() { JournalRetention = TimeSpan.Zero, ExecKeyRetention = TimeSpan.FromDays(days) });

        await journals.Should().ThrowAsync<ArgumentOutOfRangeException>();
        await keys.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_to_be_taken()
    {
        await using var first = await FlapjackBackend.StartAsync();
        var port = first.BaseAddress.Port;

        var second = () => FlapjackBackend.StartAsync(new() { Port = port });

        (await second.Should().ThrowAsync<IOException>()).WithMessage($"*127.0.0.1:{port}*");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65_536)]
    public async Task A_port_that_is_none_is_refused(int port)
    {
        var start = () => FlapjackBackend.StartAsync(new() { Port = port });

        await start.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task A_port_can_be_chosen()
    {
        var (backend, port) = await StartOnAFreePortAsync();
        await using var _ = backend;

        backend.Backend.BaseAddress.Port.Should().Be(port);
        (await backend.CreateAsync("""{"template":"blank"}""")).Status.Should().Be(201);
    }

    [Fact]
    public async Task It_listens_on_the_loopback_interface_only()
    {
        await using var backend = await TestBackend.StartAsync();
        var port = backend.Backend.BaseAddress.Port.ToString("X4", CultureInfo.InvariantCulture);

        var listeners = (string[])[.. await File.ReadAllLinesAsync("/proc/net/tcp"), .. await File.ReadAllLinesAsync("/proc/net/tcp6")];

        backend.Backend.BaseAddress.Host.Should().Be(IPAddress.Loopback.ToString());
        listeners.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words[1].EndsWith($":{port}", StringComparison.Ordinal) && words[3] == "0A")
            .Should().ContainSingle().Which[1].Should().Be($"0100007F:{port}");
    }

    [Fact]
    public async Task Its_data_is_closed_to_other_users()
    {
        await using var backend = await TestBackend.StartAsync();
        var agent = await backend.CreateReadyAgentAsync();

        var modes = await backend.RunAsync(agent, "stat -c %a $HOME/../../.. $HOME/.. $HOME/.profile");

        modes.Stdout.Should().Be("700\n700\n600\n");
    }

    // HOME is <data>/computers/<agent>/home.
    private static string DataFolderOf(string home) => Path.GetFullPath(Path.Combine(home, "../../.."));

    // Below the ports that the system hands out by itself: nobody takes the one that was chosen but who listens there already.
    private static async Task<(TestBackend Backend, int Port)> StartOnAFreePortAsync()
    {
        for (var port = Random.Shared.Next(20_000, 30_000); ; port++)
        {
            try
            {
                return (await TestBackend.StartAsync(options => options.Port = port), port);
            }
            catch (IOException)
            {
                // It is taken; the next one.
            }
        }
    }

    private static async Task<int> TryCreateAsync(TestBackend backend)
    {
        try
        {
            return (await backend.CreateAsync("""{"template":"blank"}""")).Status;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
