using LocalComputers.Programs;

namespace LocalComputers.Tests.Programs;

public sealed class ProgramTerminalTests : ProgramRoom
{
    [Fact]
    public async Task Bash_runs_interactively_on_a_terminal()
    {
        var (program, reader) = Start(Terminal("bash", "--norc", "-i"));

        await TypeAsync(program, "PS1='> '; tty; echo $TERM; jobs -l; echo r$((1+1))dy\n");
        var text = await ReadUntilAsync(reader, "r2dy");

        text.Should().Contain("/dev/pts/").And.Contain("xterm-256color").And.NotContain("no job control");
        await TypeAsync(program, "exit 5\n");
        (await EndOf(program)).Should().Be(new ProgramEnd(5, null, false, null));
    }

    [Fact]
    public async Task The_terminal_controls_the_programs_own_session()
    {
        var (program, reader) = Start(Terminal("bash", "-c", "ps -o sid=,tty= -p $$; echo $$; : </dev/tty && echo controlled"));

        var words = (await ReadTextAsync(reader)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        words[0].Should().Be(words[2]).And.Be(program.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        words[1].Should().StartWith("pts/");
        words[3].Should().Be("controlled");
    }

    [Fact]
    public async Task A_size_is_there_from_the_start_and_a_resize_is_seen()
    {
        var (program, reader) = Start(Terminal("bash", "-c", "stty size; trap 'stty size; exit' WINCH; echo ready; while :; do sleep 1000 & wait; done"));
        (await ReadUntilAsync(reader, "ready")).Should().Contain("24 80");

        program.Resize(new(132, 43)).Should().BeTrue();

        (await ReadTextAsync(reader)).Should().Contain("43 132");
    }

    [Fact]
    public async Task Control_C_interrupts_and_control_D_ends()
    {
        const string Answer = "sed -u 's/^/got /'";
        var (program, reader) = Start(Terminal("bash", "-c", $"trap 'echo caught' INT; {Answer}; echo between; {Answer}; echo over"));
        await TypeAsync(program, "one\n");
        await ReadUntilAsync(reader, "got one");

        await TypeAsync(program, "\u0003");
        await ReadUntilAsync(reader, "between");
        await TypeAsync(program, "two\n");
        await ReadUntilAsync(reader, "got two");
        await TypeAsync(program, "\u0004");

        await ReadUntilAsync(reader, "over");
        (await EndOf(program)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_full_screen_comes_as_the_program_draws_it()
    {
        var (_, reader) = Start(Terminal("bash", "-c", "printf '\\033[?1049h\\033[2J\\033[H'; for i in $(seq 1 5000); do printf '\\033[%d;1H\\033[7mline %d\\033[0m' $((i % 24 + 1)) $i; done; printf '\\033[?1049l'"));

        var text = await ReadTextAsync(reader);

        text.Should().StartWith("\u001b[?1049h\u001b[2J\u001b[H").And.EndWith("\u001b[?1049l").And.Contain("\u001b[7mline 5000\u001b[0m");
    }

    [Fact]
    public async Task Less_draws_and_quits()
    {
        await File.WriteAllLinesAsync(Path.Combine(Folder.Home, "text"), Enumerable.Range(1, 200).Select(n => $"row {n}"));
        var (program, reader) = Start(Terminal("less", "text"));

        await ReadUntilAsync(reader, "row 20");
        await TypeAsync(program, "G");
        await ReadUntilAsync(reader, "row 200");
        await TypeAsync(program, "q");

        (await EndOf(program)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task All_that_a_program_has_written_to_its_terminal_arrives_although_it_ends_at_once()
    {
        var (_, reader) = Start(Terminal("bash", "-c", "stty -onlcr; seq 1 20000; sleep 1000 </dev/null >/dev/null 2>&1 &"));

        var lines = (await ReadTextAsync(reader)).TrimEnd('\n').Split('\n');

        lines.Should().HaveCount(20_000);
        lines[^1].Should().Be("20000");
    }

    [Fact]
    public async Task What_was_written_arrives_also_when_something_else_keeps_the_terminal()
    {
        var (_, reader) = Start(Terminal("bash", "-c", "stty -onlcr; (trap '' HUP; exec sleep 1000) & seq 1 20000"));

        var lines = (await ReadTextAsync(reader)).TrimEnd('\n').Split('\n');

        lines.Should().HaveCount(20_000);
    }

    [Fact]
    public async Task A_slow_reader_makes_a_program_on_a_terminal_wait()
    {
        var (program, reader) = Start(Terminal("bash", "-c", "stty -onlcr; seq 1 200000"));
        await Eventually.HoldsAsync(() => reader.IsFull, "the program writes more than the reader has room for");
        program.Ended.IsCompleted.Should().BeFalse();

        (await ReadTextAsync(reader)).Split('\n').Should().HaveCount(200_001);
    }

    [Fact]
    public async Task The_terminal_hangs_up_when_its_program_has_ended()
    {
        var (program, reader) = Start(Terminal("bash", "-c", "set -m; bash -c 'trap \"exit\" HUP; trap \"\" TTOU; echo $$; while :; do sleep 0.01; echo x || exit; done' & sleep 0.1; read -r y"));
        var child = HostProcesses.Read((await ReadUntilAsync(reader, "\n")).Split('x')[0])[0];

        await TypeAsync(program, "\n");

        await EndOf(program);
        await HostProcesses.EndAsync(child);
    }

    [Fact]
    public async Task The_input_of_a_terminal_cannot_be_closed()
    {
        var (program, _) = Start(Terminal("cat"));

        var close = () => program.CloseInputAsync(CancellationToken.None);

        await close.Should().ThrowAsync<ProgramInputException>().WithMessage("*0x04*");
    }

    [Fact]
    public void A_program_without_a_terminal_is_not_resized()
    {
        var (program, _) = Bash("sleep 1000");

        program.Resize(new(80, 24)).Should().BeFalse();
    }

    [Fact]
    public async Task A_caller_may_choose_another_kind_of_terminal()
    {
        var (_, reader) = Start(Terminal("printenv", "TERM") with { Environment = new Dictionary<string, string> { ["TERM"] = "vt100" } });

        (await ReadTextAsync(reader)).Should().Be("vt100\r\n");
    }

    private static ProgramRequest Terminal(string program, params string[] arguments) => new(program, arguments) { Terminal = new(80, 24) };
}
