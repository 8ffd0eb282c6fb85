using System.Globalization;
using LocalComputers.Processes;
using LocalComputers.Programs;
using LocalComputers.Shells;

namespace LocalComputers.Tests.Programs;

public sealed class ProgramStartTests : ProgramRoom
{
    [Fact]
    public async Task Arguments_arrive_exactly_as_they_were_given()
    {
        string[] given = ["", " a  b ", "*", "$HOME", "'\"", "\\", "zwei\nZeilen", "ünï💡", "-n", "--", "`id`;|&"];
        var (program, reader) = Start(new("/usr/bin/printf", ["%s\\0", .. given]));

        var output = await ReadTextAsync(reader);

        output.Should().Be(string.Concat(given.Select(word => word + "\0")));
        (await EndOf(program)).Should().Be(new ProgramEnd(0, null, false, null));
    }

    [Fact]
    public async Task Variables_are_added_and_the_callers_value_wins()
    {
        var (_, reader) = Start(
            new("env", []) { Environment = new Dictionary<string, string> { ["LANG"] = "de_DE.UTF-8", ["TOKEN"] = "a=b c" } },
            new EnvVar("TOKEN", "of the computer"),
            new EnvVar("OTHER", "x"));

        var lines = (await ReadTextAsync(reader)).Split('\n');

        lines.Should().Contain(["LANG=de_DE.UTF-8", "TOKEN=a=b c", "OTHER=x", $"HOME={Folder.Home}"]).And.NotContain("TOKEN=of the computer");
        lines.Should().NotContain(line => line.StartsWith("DOTNET_", StringComparison.Ordinal), "nothing of the host is inherited");
    }

    [Fact]
    public async Task A_caller_cannot_take_the_marks_of_a_computer_from_a_program()
    {
        var (_, reader) = Start(new("env", []) { Environment = new Dictionary<string, string> { ["ROOMTEST_COMPUTER_ID"] = "x", ["ROOMTEST_EXEC_ID"] = "x" } });

        var lines = (await ReadTextAsync(reader)).Split('\n');

        lines.Should().Contain($"ROOMTEST_COMPUTER_ID={Variables["ROOMTEST_COMPUTER_ID"]}");
        lines.Should().ContainSingle(line => line.StartsWith("ROOMTEST_EXEC_ID=prog_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_id_is_the_process_id_on_the_host()
    {
        var (program, reader) = Bash("echo $$");

        (await ReadTextAsync(reader)).Trim().Should().Be(program.Id.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null, "home")]
    [InlineData("/home/roomtest", "home")]
    [InlineData("/home/roomtest/workspace", "home/workspace")]
    [InlineData("/workspace/a b", "home/workspace/a b")]
    [InlineData("workspace", "home/workspace")]
    [InlineData("workspace/link", "home/workspace/a b")]
    [InlineData("/tmp", "tmp")]
    public async Task A_working_directory_is_a_folder_of_the_computer(string? asked, string expected)
    {
        Directory.CreateDirectory(Path.Combine(Folder.Workspace, "a b"));
        File.CreateSymbolicLink(Path.Combine(Folder.Workspace, "link"), "a b");

        var (_, reader) = Start(new("pwd", []) { WorkingDirectory = asked });

        (await ReadTextAsync(reader)).TrimEnd('\n').Should().Be(Path.Combine(Folder.Root, expected));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/etc")]
    [InlineData("..")]
    [InlineData("/workspace/../../..")]
    [InlineData("/workspaceX")]
    [InlineData("/home/roomtest/../../etc")]
    [InlineData("missing")]
    [InlineData("escape")]
    [InlineData("climb")]
    [InlineData("a\0b")]
    public void A_working_directory_outside_of_the_computer_is_refused(string asked)
    {
        File.CreateSymbolicLink(Path.Combine(Folder.Home, "escape"), "/etc");
        File.CreateSymbolicLink(Path.Combine(Folder.Home, "climb"), "../..");

        var start = () => Start(new("pwd", []) { WorkingDirectory = asked });

        start.Should().Throw<ProcessStartException>().Which.IsCallersFault.Should().BeTrue();
    }

    [Fact]
    public async Task A_working_directory_that_is_exchanged_for_a_link_in_the_same_moment_is_never_left()
    {
        var (place, aside) = (Path.Combine(Folder.Workspace, "place"), Path.Combine(Folder.Workspace, "aside"));
        Directory.CreateDirectory(place);
        using var stop = new CancellationTokenSource();
        var exchange = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Directory.Move(place, aside);
                File.CreateSymbolicLink(place, "/etc");
                File.Delete(place);
                Directory.Move(aside, place);
            }
        });

        for (var round = 0; round < 50; round++)
        {
            try
            {
                var (_, reader) = Start(new("/bin/pwd", ["-P"]) { WorkingDirectory = "/workspace/place" });
                (await ReadTextAsync(reader)).Should().StartWith(Folder.Workspace);
            }
            catch (ProcessStartException)
            {
                // The folder was not there in that moment.
            }
        }

        await stop.CancelAsync();
        await exchange;
    }

    [Fact]
    public void A_program_that_is_not_there_is_a_clear_error()
    {
        var start = () => Start(new("no-such-program", []));

        start.Should().Throw<ProcessStartException>().WithMessage("*no-such-program*PATH*").Which.IsCallersFault.Should().BeTrue();
    }

    [Fact]
    public async Task A_program_is_found_on_the_callers_own_path()
    {
        var (_, made) = Bash("mkdir bin && printf '#!/bin/sh\\necho mine \"$@\"\\n' > bin/mine && chmod +x bin/mine");
        await ReadAllAsync(made);

        var (_, reader) = Start(new("mine", ["x"]) { Environment = new Dictionary<string, string> { ["PATH"] = $"{Folder.Home}/bin:/usr/bin:/bin" } });

        (await ReadTextAsync(reader)).Should().Be("mine x\n");
    }

    [Fact]
    public async Task A_file_that_is_not_executable_is_a_clear_error()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder.Home, "text"), "hello");

        var start = () => Start(new("./text", []));

        start.Should().Throw<ProcessStartException>().WithMessage("*not executable*");
    }

    [Fact]
    public void An_argument_with_a_NUL_is_refused()
    {
        var start = () => Start(new("echo", ["a\0b"]));

        start.Should().Throw<ProcessStartException>().WithMessage("*NUL*").Which.IsCallersFault.Should().BeTrue();
    }

    [Fact]
    public async Task A_program_that_could_not_be_started_leaves_nothing_behind()
    {
        await HostProcesses.EndAsync([]);
        var start = () => Start(new("no-such-program", []));
        start.Should().Throw<ProcessStartException>();

        Processes.Background().Should().BeEmpty();
        (await Processes.AllAsync()).Should().BeEmpty();
    }
}
