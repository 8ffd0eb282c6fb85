using LocalComputers.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalComputers.Tests.Processes;

public sealed class PreludeTests : ProcessRoom
{
    private readonly LimitMarks _marks = new(ProcessLimits.Unlimited);

    [Fact]
    public async Task A_group_that_can_not_be_joined_is_an_error_of_the_start()
    {
        await using var child = StartWith(["/nowhere/cgroup.procs"], "/bin/echo", "never");

        var exit = await child.Exited;

        child.WhyNotStarted().Should().Contain("/nowhere/cgroup.procs");
        exit.ExitCode.Should().Be(126);
        (await ReadToEndAsync(child.StandardOutput)).Should().BeEmpty();
        (await ReadToEndAsync(child.StandardError)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_program_that_begins_says_nothing_against_its_start_whatever_it_ends_with()
    {
        await using var child = StartWith([], "/bin/bash", "-c", "echo complaint >&2; exit 126");

        var exit = await child.Exited;

        child.WhyNotStarted().Should().BeNull();
        exit.Should().Be(new ProcessExit(126, Signal: null));
        (await ReadToEndAsync(child.StandardError)).Should().Be("complaint\n");
    }

    [Fact]
    public async Task The_portable_way_tells_a_failure_on_standard_error()
    {
        await using var portable = new ProcessHost(NullLogger.Instance, "this test wants it so", Table);
        await using var child = portable.Start(StartOf(["/nowhere/cgroup.procs"], "/bin/echo", "never"));
        await using var good = portable.Start(StartOf([], "/bin/echo", "hello"));

        (await child.Exited).ExitCode.Should().Be(126);
        (await ReadToEndAsync(child.StandardError)).Should().Contain("/nowhere/cgroup.procs");
        (await ReadToEndAsync(good.StandardOutput)).Should().Be("hello\n");
    }

    [Fact]
    public async Task Arguments_environment_and_input_are_what_they_would_be_without_it()
    {
        const string Show = "printf '<%s>' \"$0\" \"$@\"; env | sort; cat; ls /proc/$$/fd; echo $SHLVL";
        string[] arguments = ["-c", Show, "zero", "--", "", "a b", "$HOME", "new\nline"];
        await using var with = StartWith([], "/bin/bash", arguments);
        await using var without = Start("/bin/bash", arguments);

        var shown = await Task.WhenAll(ReadToEndAsync(with.StandardOutput), ReadToEndAsync(without.StandardOutput));

        shown[0].Should().Be(shown[1]).And.StartWith("<zero><--><><a b><$HOME><new\nline>");
    }

    [Fact]
    public async Task A_mark_stays_with_a_process_that_has_wiped_everything_else()
    {
        await using var child = StartWith([], "/bin/bash", "-c", "(cd / && env -i setsid sh -c 'sleep 1000 & echo $!' &); sleep 1000");
        var daemon = int.Parse(await ReadLineAsync(child.StandardOutput));

        var survivors = await Tree.KillAsync(new ProcessScope { Marks = [_marks.OfComputer(Folder)] }, CancellationToken.None);

        survivors.Should().BeEmpty();
        IsAlive(daemon).Should().BeFalse();
        IsAlive(child.Id).Should().BeFalse();
    }

    [Theory]
    [InlineData(ProcessLimits.Unlimited)]
    [InlineData(1UL << 62)]
    [InlineData((1UL << 55) + 12345)]
    public void Marks_fit_into_what_the_host_has_and_never_meet(ulong hostHardLimit)
    {
        var marks = new LimitMarks(hostHardLimit);

        marks.AreAvailable.Should().BeTrue();
        ulong[] computers = [.. Enumerable.Range(0, 100).Select(i => marks.OfComputer($"computer {i}"))];
        ulong[] commands = [.. Enumerable.Range(0, 100).Select(i => marks.OfCommand($"command {i}"))];
        computers.Should().OnlyHaveUniqueItems().And.OnlyContain(mark => mark < hostHardLimit && mark % 1024 == 0);
        commands.Should().OnlyHaveUniqueItems().And.OnlyContain(mark => mark < computers.Min() && mark > 1UL << 48);
    }

    [Fact]
    public void A_host_with_little_room_gives_no_marks() => new LimitMarks(1UL << 40).AreAvailable.Should().BeFalse();

    private ChildProcess StartWith(string[] groupFiles, string fileName, params string[] arguments) =>
        Host.Start(StartOf(groupFiles, fileName, arguments));

    private ProcessStart StartOf(string[] groupFiles, string fileName, params string[] arguments) => new()
    {
        FileName = fileName,
        Arguments = arguments,
        WorkingDirectory = Folder,
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", [Marker.Name] = Marker.Value },
        Prelude = Prelude.Of(groupFiles, Host.Limits!, _marks.OfCommand("command"), _marks.OfComputer(Folder)),
    };
}
