using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Computers;

public sealed class ExecTests(RealBackend real) : IClassFixture<RealBackend>, IAsyncLifetime
{
    private string _id = null!;

    public async Task InitializeAsync() => _id = (await real.CreateAsync()).Id;

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_program_gets_its_arguments_environment_and_folder_as_they_are()
    {
        var result = await RunAsync(new()
        {
            Command = ["sh", "-c", "printf '%s|%s|%s' \"$1\" \"$GREETING\" \"${PWD##*/}\"; echo ü >&2", "sh", "a 'b' $c"],
            Env = new Dictionary<string, string> { ["GREETING"] = "hello" },
            Cwd = "/tmp",
        });

        (result.Succeeded, result.Stdout, result.Stderr).Should().Be((true, "a 'b' $c|hello|tmp", "ü\n"));
    }

    [Fact]
    public async Task A_program_that_fails_is_a_result_with_its_exit_code()
    {
        var result = await RunAsync(new() { Command = ["sh", "-c", "echo out; exit 42"] });

        (result.Succeeded, result.ExitCode, result.Stdout).Should().Be((false, 42, "out\n"));
    }

    [Fact]
    public async Task A_program_that_runs_into_its_timeout_is_an_exception_and_is_dead()
    {
        var act = () => RunAsync(new() { Command = ["sh", "-c", "echo $$ > pid; exec sleep 1000"], Cwd = ComputerWorkspace.Root, Timeout = TimeSpan.FromSeconds(1) });

        (await act.Should().ThrowAsync<ExecTimedOutException>()).Which.Timeout.Should().Be(TimeSpan.FromSeconds(1));
        await HostProcesses.EndAsync(HostProcesses.Read(await real.Client.ReadTextFileAsync(_id, "pid", Limit.Token)));
    }

    [Fact]
    public async Task A_stopped_computer_runs_nothing()
    {
        await real.StopAsync(_id);

        var act = () => RunAsync(new() { Command = ["true"] });

        await act.Should().ThrowAsync<AgentComputerConflictException>();
    }

    private Task<ExecResult> RunAsync(ExecRequest request) => real.Client.ExecAsync(_id, request, Limit.Token);
}
