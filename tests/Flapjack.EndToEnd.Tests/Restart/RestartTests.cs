using System.Net.Http.Headers;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Restart;

/// <summary>A backend that ends, and another one on the same directory and the same port: what one and the same client sees of that.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_client_goes_on_where_it_was()
    {
        await using var first = await StartAsync();
        using var patient = new PatientClient(first.BaseAddress, first.ApiKey);
        var agentId = await patient.Client.CreateReadyAsync(new() { Name = "kept", Template = ComputerTemplate.Blank, EnvVars = [new("COLOUR", "blue")] });
        var read = await patient.Client.RunAsync(agentId, "echo kept > ~/kept; echo out; echo err >&2; exit 3");

        patient.ServerGoes();
        await first.DisposeAsync();
        await using var second = await StartAsync(first.BaseAddress.Port);
        patient.ServerIsThere();

        // What was read to its end is no longer the client's to ask for; its id still stands for it on the wire.
        var stored = await ReadAsync(first, $"/api/agents/{agentId}/computer/exec/{read.ExecId}");
        stored.Should().ContainAll("\"chunk\":\"out\\n\"", "\"chunk\":\"err\\n\"", "\"exitCode\":3");
        (await patient.Client.RunAsync(agentId, "cat ~/kept; echo $COLOUR")).EnsureSuccess().Stdout.Should().Be("kept\nblue\n");
        (await patient.Client.GetComputerStatusAsync(agentId, Limit.Token)).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task A_command_that_the_end_of_the_backend_ends_is_no_success()
    {
        await using var first = await StartAsync();
        using var patient = new PatientClient(first.BaseAddress, first.ApiKey);
        var agentId = await patient.Client.CreateReadyAsync(new() { Name = "ended", Template = ComputerTemplate.Blank });
        var latch = new Latch(_folder);
        var run = patient.Client.RunAsync(agentId, $"echo begun; {latch.OpenCommand}; exec sleep 1000");
        await latch.OpenedAsync();

        patient.ServerGoes();
        await first.DisposeAsync();
        await using var second = await StartAsync(first.BaseAddress.Port);
        patient.ServerIsThere();

        // Told by the first or by the second: that depends on which comes earlier, the last event or the end of the connection.
        var result = await run;
        result.Outcome.Should().BeOfType<ComputerExecOutcome.Signaled>();
        result.Stdout.Should().Be("begun\n");
        (await patient.Client.RunAsync(agentId, "echo again")).Stdout.Should().Be("again\n");
    }

    [Fact]
    public async Task A_command_that_runs_when_the_backend_is_killed_has_an_outcome_that_nobody_knows()
    {
        using var first = await CrashHost.StartAsync(_data.Path);
        using var patient = new PatientClient(first.Address, first.Key);
        var agentId = await patient.Client.CreateReadyAsync(new() { Name = "killed", Template = ComputerTemplate.Blank });
        var latch = new Latch(_folder);
        var run = patient.Client.RunAsync(agentId, $"echo x >> ~/ran; echo $$ > '{_folder["pid"]}'; echo begun; {latch.OpenCommand}; exec sleep 1000");
        await latch.OpenedAsync();

        patient.ServerGoes();
        await first.KillAsync();
        using var second = await CrashHost.StartAsync(_data.Path, first.Address.Port);
        patient.ServerIsThere();
        var result = await run;

        result.Outcome.Should().BeOfType<ComputerExecOutcome.Unknown>();
        result.Ok.Should().BeFalse();
        result.Invoking(r => r.EnsureSuccess()).Should().Throw<FlapjackException>();
        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(_folder["pid"])));
        (await patient.Client.RunAsync(agentId, "cat ~/ran")).EnsureSuccess().Stdout.Should().Be("x\n", "it is not run a second time");
    }

    [Fact]
    public async Task A_command_that_is_sent_while_the_backend_is_away_runs_once_it_is_back()
    {
        using var first = await CrashHost.StartAsync(_data.Path);
        using var patient = new PatientClient(first.Address, first.Key);
        var agentId = await patient.Client.CreateReadyAsync(new() { Name = "away", Template = ComputerTemplate.Blank });

        patient.ServerGoes();
        await first.KillAsync();
        var run = patient.Client.RunAsync(agentId, "echo x >> ~/ran; cat ~/ran");
        // It removes what dead backends have left, but not what they keep.
        await using var another = await FlapjackBackend.StartAsync();
        using var second = await CrashHost.StartAsync(_data.Path, first.Address.Port);
        patient.ServerIsThere();

        (await run).EnsureSuccess().Stdout.Should().Be("x\n");
    }

    private Task<FlapjackBackend> StartAsync(int port = 0) =>
        FlapjackBackend.StartAsync(new FlapjackBackendOptions { DataDirectory = _data.Path, Port = port, RateLimits = null }.WithShellsAheadOfTests(), Limit.Token);

    private static async Task<string> ReadAsync(FlapjackBackend backend, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = backend.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", backend.ApiKey);
        return await http.GetStringAsync(path, Limit.Token);
    }
}
