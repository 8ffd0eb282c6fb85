using LocalComputers.Processes;

namespace LocalComputers.Tests.Processes;

/// <summary>What both ways of starting a process promise.</summary>
public abstract class ChildProcessTests(string? whyPortable) : ProcessRoom(whyPortable)
{
    [Fact]
    public async Task Output_and_exit_code_are_those_of_the_command()
    {
        var (output, error, exit) = await RunAsync("echo hello; exit 7");

        output.Should().Be("hello\n");
        error.Should().BeEmpty();
        exit.Should().Be(new ProcessExit(7, Signal: null));
    }

    [Fact]
    public async Task Standard_error_is_a_stream_of_its_own()
    {
        var (output, error, _) = await RunAsync("echo out; echo err >&2");

        output.Should().Be("out\n");
        error.Should().Be("err\n");
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        await using var child = Start("printf", "%s|", "a b", "", "*", "\"'\\", "é😀");

        (await ReadToEndAsync(child.StandardOutput)).Should().Be("a b||*|\"'\\|é😀|");
    }

    [Fact]
    public async Task Output_larger_than_a_pipe_arrives_whole()
    {
        var (output, _, exit) = await RunAsync("head -c 1000000 /dev/zero");

        output.Length.Should().Be(1_000_000);
        exit.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_process_killed_by_a_signal_exits_with_128_and_the_signal()
    {
        var (_, _, exit) = await RunAsync("kill -TERM $$");

        exit.ExitCode.Should().Be(143);
    }

    [Fact]
    public async Task Standard_input_is_empty()
    {
        var (output, _, exit) = await RunAsync("cat; echo end");

        output.Should().Be("end\n");
        exit.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Nothing_of_the_hosts_environment_is_inherited()
    {
        Environment.SetEnvironmentVariable("FLAPJACK_SECRET_OF_THE_HOST", "hunter2");
        await using var child = Host.Start(new ProcessStart
        {
            FileName = "env",
            WorkingDirectory = Folder,
            Environment = new Dictionary<string, string> { ["ONLY"] = "this = that", ["PATH"] = "/usr/bin:/bin" },
        });

        var variables = (await ReadToEndAsync(child.StandardOutput)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        variables.Should().BeEquivalentTo("ONLY=this = that", "PATH=/usr/bin:/bin");
    }

    [Fact]
    public async Task The_working_directory_is_the_one_asked_for()
    {
        var (output, _, _) = await RunAsync("pwd");

        output.Should().Be(Folder + "\n");
    }

    [Fact]
    public void A_program_that_does_not_exist_is_named()
    {
        Action start = () => Start("/no/such/program");

        start.Should().Throw<ProcessStartException>().WithMessage("*/no/such/program*");
    }

    [Fact]
    public void A_name_that_is_nowhere_in_the_path_is_named_with_the_path()
    {
        Action start = () => Start("no-such-program");

        start.Should().Throw<ProcessStartException>().WithMessage("*no-such-program*/usr/bin:/bin*");
    }

    [Fact]
    public void A_file_that_cannot_be_run_is_refused_with_the_systems_reason()
    {
        var file = Path.Combine(Folder, "data.txt");
        File.WriteAllText(file, "not a program");
        Action start = () => Start(file);

        start.Should().Throw<ProcessStartException>().WithMessage("*data.txt*Permission denied*");
    }

    [Fact]
    public void A_working_directory_that_does_not_exist_is_named()
    {
        Action start = () => Host.Start(new ProcessStart
        {
            FileName = "/bin/bash",
            WorkingDirectory = Path.Combine(Folder, "nowhere"),
            Environment = new Dictionary<string, string>(),
        });

        start.Should().Throw<ProcessStartException>().WithMessage("*nowhere*");
    }

    [Theory]
    [InlineData("a\0b", "NAME")]
    [InlineData("a", "NA=ME")]
    [InlineData("a", "")]
    public void What_the_system_would_misread_is_refused(string argument, string variable)
    {
        Action start = () => Host.Start(new ProcessStart
        {
            FileName = "/bin/echo",
            Arguments = [argument],
            WorkingDirectory = Folder,
            Environment = new Dictionary<string, string> { [variable] = "value" },
        });

        start.Should().Throw<ProcessStartException>();
    }

    [Fact]
    public async Task A_background_grandchild_does_not_delay_the_exit()
    {
        await using var child = Bash("sleep 1000 & echo $!");
        var grandchild = int.Parse(await ReadLineAsync(child.StandardOutput));

        (await child.Exited).ExitCode.Should().Be(0);

        IsAlive(grandchild).Should().BeTrue();
    }

    [Fact]
    public async Task Cancelling_a_read_leaves_the_pipe_readable()
    {
        var fifo = Path.Combine(Folder, "go");
        await using var child = Bash($"mkfifo {fifo}; echo ready; read < {fifo}; echo late");
        await ReadLineAsync(child.StandardOutput);
        using var cancellation = new CancellationTokenSource();
        var read = child.StandardOutput.ReadAsync(new byte[100], cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await read.Invoking(r => r).Should().ThrowAsync<OperationCanceledException>();
        await File.WriteAllTextAsync(fifo, "\n");
        (await ReadToEndAsync(child.StandardOutput)).Should().Be("late\n");
    }

    [Fact]
    public async Task Disposing_of_a_running_process_ends_it()
    {
        var child = Bash("echo started; sleep 1000; true");
        await ReadLineAsync(child.StandardOutput);

        await child.DisposeAsync();

        (await child.Exited).ExitCode.Should().Be(137);
        IsAlive(child.Id).Should().BeFalse();
    }

    [Fact]
    public async Task Disposing_of_the_host_ends_what_still_runs()
    {
        var child = Bash("echo started; sleep 1000; true");
        await ReadLineAsync(child.StandardOutput);

        await Host.DisposeAsync();

        IsAlive(child.Id).Should().BeFalse();
        FluentActions.Invoking(() => Bash("true")).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_drained_writer_outlives_the_pipes_capacity()
    {
        var done = Path.Combine(Folder, "done");
        var child = Bash($"(head -c 1000000 /dev/zero; touch {done}; sleep 1000) &");
        await child.Exited;

        Host.DrainInBackground(child.StandardOutput);
        await child.DisposeAsync();

        await Eventually.HoldsAsync(() => File.Exists(done), "the writer was drained");
    }

    [Fact]
    public async Task The_tree_of_a_running_process_is_killed()
    {
        await using var child = Bash("sleep 1000 & echo $!; wait");
        var grandchild = int.Parse(await ReadLineAsync(child.StandardOutput));

        var survivors = await Tree.KillAsync(new ProcessScope { RootProcessId = child.Id }, CancellationToken.None);

        survivors.Should().BeEmpty();
        IsAlive(grandchild).Should().BeFalse();
        (await child.Exited).ExitCode.Should().Be(137);
    }

    [Fact]
    public async Task Many_short_processes_at_once_all_report_their_own_exit_code()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            var (output, _, exit) = await RunAsync($"echo {number}; exit {number}");
            output.Should().Be($"{number}\n");
            return exit.ExitCode;
        }));

        codes.Should().Equal(Enumerable.Range(0, 200));
    }
}
