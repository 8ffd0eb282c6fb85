using System.Text;
using static Flapjack.Sdk.Extensions.AI.Tests.WireClient;

namespace Flapjack.Sdk.Extensions.AI.Tests.Computers;

public sealed class FileTests(ComputerFixture computer) : IClassFixture<ComputerFixture>
{
    [Theory]
    [InlineData("plain.txt")]
    [InlineData("with space/and 'quotes' \"two\".txt")]
    [InlineData("$(touch injected) `touch injected`; touch injected && x")]
    [InlineData("-rf")]
    [InlineData("line\nbreak\n")]
    [InlineData("ünï/文件/😀")]
    [InlineData("back\\slash*?[a]")]
    [InlineData("~notahome")]
    [InlineData("/workspace/absolute/x.txt")]
    [InlineData("~/home.txt")]
    public async Task What_is_written_is_read_again_whatever_the_file_is_called(string path)
    {
        const string Content = "ä line\r\n'single' \"double\" $HOME `id` \\n\n\n\ttab 😀 no end";

        var written = await computer.CallAsync("write_file", new { path, content = Content });
        var read = await computer.CallAsync("read_file", new { path });

        written.GetProperty("replaced").GetBoolean().Should().BeFalse(written.GetRawText());
        written.GetProperty("bytes").GetInt32().Should().Be(Encoding.UTF8.GetByteCount(Content));
        read.GetProperty("content").GetString().Should().Be(Content, read.GetRawText());
        read.TryGetProperty("note", out _).Should().BeFalse();
        (await computer.BashAsync("find . -name injected -o -name '.mark*'")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(59_999)]
    [InlineData(60_000)]
    [InlineData(60_001)]
    [InlineData(250_000)]
    public async Task A_file_of_any_size_is_whole(int length)
    {
        var content = string.Concat(Enumerable.Range(0, (length / 7) + 1).Select(number => $"{number:D6}\n"))[..length];

        (await computer.CallAsync("write_file", new { path = $"size-{length}", content })).TryGetProperty("error", out var error).Should().BeFalse(error.ToString());
        var read = await computer.CallAsync("read_file", new { path = $"size-{length}" }, new() { MaxReadBytes = 1_000_000 });

        (read.GetProperty("content").GetString() == content).Should().BeTrue();
    }

    [Fact]
    public async Task A_file_that_is_replaced_keeps_its_permissions_and_a_link_stays_a_link()
    {
        await computer.BashAsync("mkdir -p keep/bin; printf old > keep/bin/tool; chmod 751 keep/bin/tool; ln -s bin/tool keep/link");

        var written = await computer.CallAsync("write_file", new { path = "keep/link", content = "new" });

        written.GetProperty("replaced").GetBoolean().Should().BeTrue();
        (await computer.BashAsync("cat keep/bin/tool; stat -c ' %a' keep/bin/tool; readlink keep/link; ls -A keep keep/bin | wc -l")).Should().Be("new 751\nbin/tool\n6\n");
    }

    [Fact]
    public async Task A_reader_sees_the_old_or_the_new_file_and_a_failure_leaves_the_old()
    {
        await computer.BashAsync("mkdir -p fixed; printf old > fixed/x");
        using var wire = new WireClient();
        wire.Streams(Frame("exec_started", """{"execId":"e1"}"""));

        var broken = await ComputerFixture.CallAsync(wire.Client, "a1", "write_file", new { path = "x", content = "y" }, null, Limit.Token);
        var tooLong = await computer.CallAsync("write_file", new { path = "fixed/x", content = "12345" }, new() { MaxWriteBytes = 4 });

        broken.GetProperty("error").GetString().Should().Contain("nobody knows");
        tooLong.GetProperty("error").GetString().Should().Contain("5 bytes").And.Contain("at most 4");
        (await computer.BashAsync("cat fixed/x; ls -A fixed")).Should().Be("oldx\n");
    }

    [Theory]
    [InlineData("read_file", "nothing", "There is no 'nothing'.")]
    [InlineData("read_file", "odd", "'odd' is a folder.")]
    [InlineData("read_file", "odd/pipe", "no ordinary file")]
    [InlineData("read_file", "odd/dangling", "leads nowhere")]
    [InlineData("read_file", "odd/binary", "binary, and has 3 bytes")]
    [InlineData("read_file", "odd/latin", "binary, and has 4 bytes")]
    [InlineData("write_file", "odd", "'odd' is a folder.")]
    [InlineData("write_file", "odd/new/", "is a folder")]
    [InlineData("write_file", "odd/pipe", "no ordinary file")]
    [InlineData("write_file", "odd/binary/below", "could not be written")]
    [InlineData("list_files", "nothing", "There is no 'nothing'.")]
    [InlineData("list_files", "odd/binary", "is no folder")]
    [InlineData("read_file", "nul\0", "NUL")]
    public async Task A_path_that_cannot_be_used_is_told(string function, string path, string told)
    {
        await computer.BashAsync("mkdir -p odd; [ -p odd/pipe ] || mkfifo odd/pipe; ln -sfn nowhere odd/dangling; printf 'a\\0b' > odd/binary; printf 'caf\\351' > odd/latin");

        (await computer.CallAsync(function, new { path, content = "x" })).GetProperty("error").GetString().Should().Contain(told);
    }

    [Fact]
    public async Task A_long_file_is_read_in_parts_of_whole_lines()
    {
        await computer.BashAsync("seq 1 1000 > long");
        var options = new ComputerToolsOptions { MaxReadBytes = 200 };

        var first = await computer.CallAsync("read_file", new { path = "long" }, options);
        var next = await computer.CallAsync("read_file", new { path = "long", firstLine = 70 }, options);
        var some = await computer.CallAsync("read_file", new { path = "long", firstLine = 998, lineCount = 2 }, options);
        var behind = await computer.CallAsync("read_file", new { path = "long", firstLine = 2000 }, options);

        first.GetProperty("content").GetString().Should().StartWith("1\n").And.EndWith("\n69\n");
        first.GetProperty("size").GetInt32().Should().Be(3893);
        first.GetProperty("note").GetString().Should().Be("These are the lines 1 to 69 of 1000. Read on with firstLine 70.");
        next.GetProperty("content").GetString().Should().StartWith("70\n");
        some.GetProperty("content").GetString().Should().Be("998\n999\n");
        some.GetProperty("note").GetString().Should().Be("These are the lines 998 to 999 of 1000. Read on with firstLine 1000.");
        behind.GetProperty("note").GetString().Should().Contain("nothing from line 2000 on");
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_cut_between_characters()
    {
        await computer.BashAsync("yes ä | head -n 300 | tr -d '\\n' > line");

        var read = await computer.CallAsync("read_file", new { path = "line" }, new() { MaxReadBytes = 201 });

        read.GetProperty("content").GetString().Should().Be(new string('ä', 100));
        read.GetProperty("note").GetString().Should().Contain("only the beginning of line 1");
    }

    [Fact]
    public async Task A_folder_is_listed_with_types_and_sizes()
    {
        await computer.BashAsync("mkdir -p listed/sub/deep; cd listed; printf 12345 > b.txt; : > $'new\\nline'; ln -s b.txt a-link; : > sub/x; : > .hidden");

        var flat = await computer.CallAsync("list_files", new { path = "listed" });
        var deep = await computer.CallAsync("list_files", new { path = "listed", depth = 3 });
        var capped = await computer.CallAsync("list_files", new { path = "listed" }, new() { MaxListedFiles = 2 });

        flat.GetProperty("files").GetRawText().Should().Be(
            """[{"name":".hidden","type":"file","size":0},{"name":"a-link","type":"link"},{"name":"b.txt","type":"file","size":5},{"name":"new\nline","type":"file","size":0},{"name":"sub","type":"folder"}]""");
        deep.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()).Should().EndWith(["sub", "sub/deep", "sub/x"]).And.HaveCount(7);
        capped.GetProperty("files").GetArrayLength().Should().Be(2);
        capped.GetProperty("note").GetString().Should().Contain("first 2 by name; there are more");
    }

    [Fact]
    public async Task An_empty_folder_and_the_working_directory_can_be_listed()
    {
        await computer.BashAsync("mkdir -p only/empty");

        (await computer.CallAsync("list_files", new { path = "only/empty" })).GetProperty("files").GetArrayLength().Should().Be(0);
        (await computer.CallAsync("list_files", new { }, new() { WorkingDirectory = "/workspace/only" })).GetProperty("files").GetRawText().Should().Be("""[{"name":"empty","type":"folder"}]""");
    }

    [Fact]
    public async Task What_the_profile_of_the_shell_writes_is_not_taken_for_the_file()
    {
        await computer.BashAsync("echo 'echo welcome; echo hello >&2' >> ~/.bash_profile; printf text > quiet");

        (await computer.CallAsync("read_file", new { path = "quiet" })).GetProperty("content").GetString().Should().Be("text");
        await computer.BashAsync("rm ~/.bash_profile");
    }

    [Fact]
    public async Task An_answer_that_is_not_whole_is_no_file()
    {
        using var wire = new WireClient();
        wire.Streams(Frame("exec_started", """{"execId":"e1"}"""), Frame("stdout", """{"chunk":"noise"}"""), Frame("exit", """{"ok":true,"exitCode":0,"durationMs":1}"""));

        (await ComputerFixture.CallAsync(wire.Client, "a1", "read_file", new { path = "x" }, null, Limit.Token)).GetProperty("error").GetString().Should().Contain("did not get it done");
    }
}
