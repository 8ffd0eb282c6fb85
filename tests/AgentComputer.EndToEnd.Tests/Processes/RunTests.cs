using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Processes;

public sealed class RunTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Theory]
    [InlineData(ProcessCodec.Json)]
    [InlineData(ProcessCodec.Protobuf)]
    public async Task A_program_is_run_with_its_arguments_as_they_are_and_its_output_is_kept_apart(ProcessCodec codec)
    {
        await using var processes = await real.ProcessesAsync(codec);

        var result = await processes.RunAsync(["sh", "-c", "printf '%s' \"$1\"; echo ü >&2; exit 3", "sh", "a 'b' $c\n"], Limit.Token);

        (result.ExitCode, result.Status, result.Stdout, result.Stderr).Should().Be((3, "exit status 3", "a 'b' $c\n", "ü\n"));
        var act = () => result.EnsureSuccess();
        act.Should().Throw<ComputerProcessFailedException>();
    }

    [Theory]
    [InlineData(ProcessCodec.Json)]
    [InlineData(ProcessCodec.Protobuf)]
    public async Task An_exit_code_of_zero_is_told(ProcessCodec codec)
    {
        await using var processes = await real.ProcessesAsync(codec);

        var result = await processes.RunAsync(["cat"], Limit.Token);

        (result.Ok, result.ExitCode, result.StdoutBytes.Length, result.StderrBytes.Length).Should().Be((true, 0, 0, 0), "its input is empty");
    }

    [Fact]
    public async Task A_program_gets_its_variables_and_its_folder()
    {
        await using var processes = await real.ProcessesAsync();

        var result = await processes.RunAsync(
            new ComputerProcessStart
            {
                Command = "sh",
                Arguments = ["-c", "printf '%s %s' \"$GREETING\" \"${PWD##*/}\""],
                EnvironmentVariables = new Dictionary<string, string> { ["GREETING"] = "hello" },
                WorkingDirectory = "/tmp",
            },
            Limit.Token);

        result.Stdout.Should().Be("hello tmp");
    }

    [Fact]
    public async Task A_script_is_started_by_the_path_by_which_it_was_written()
    {
        await using var processes = await real.ProcessesAsync();
        var script = $"{ComputerWorkspace.Root}/run.sh";
        await real.Client.WriteTextFileAsync(processes.ComputerId, script, "#!/bin/sh\necho run\n", (UnixFileMode)0b111_000_000, Limit.Token);

        (await processes.RunAsync([script], Limit.Token)).Stdout.Should().Be("run\n");
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_no_success()
    {
        await using var processes = await real.ProcessesAsync();

        var act = async () => (await processes.RunAsync(["there-is-no-such-program"], Limit.Token)).EnsureSuccess();

        await act.Should().ThrowAsync<AgentComputerException>();
    }

    [Fact]
    public async Task A_program_that_reaches_its_time_limit_is_killed_and_is_no_result()
    {
        await using var processes = await real.ProcessesAsync();

        var act = () => processes.RunAsync(
            new ComputerProcessStart { Command = "sh", Arguments = ["-c", "exec sleep 1000"], TimeLimit = TimeSpan.FromSeconds(1) }, Limit.Token);

        (await act.Should().ThrowAsync<AgentComputerApiException>()).Which.ErrorCode.Should().Be("deadline_exceeded");
        await Eventually.HoldsAsync(async () => (await processes.ListAsync(Limit.Token)).Count == 0, "the process is killed");
    }
}
