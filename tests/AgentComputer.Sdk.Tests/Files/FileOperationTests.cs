using System.Text;

namespace AgentComputer.Sdk.Tests.Files;

public sealed class FileOperationTests
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    [Theory]
    [InlineData("""{"content":"hé\n"}""", "hé\n")]
    [InlineData("""{"content":""}""", "")]
    [InlineData("{}", "")]
    public async Task A_text_file_is_read_and_what_is_absent_is_empty(string answer, string text)
    {
        var service = new FileService((200, answer));
        using var client = service.Client();

        (await client.ReadTextFileAsync("c 1", "src/a.txt")).Should().Be(text);

        service.Body.Should().Be("""{"operation":"read_text","path":"/home/node/workspace/src/a.txt"}""");
        service.Paths.Should().Equal("POST /v1/computers/c%201/files/ops");
    }

    [Theory]
    [InlineData("""{"content_base64":"AP8K"}""", new byte[] { 0, 255, 10 })]
    [InlineData("{}", new byte[0])]
    public async Task A_file_is_read_as_bytes(string answer, byte[] bytes)
    {
        var service = new FileService((200, answer));
        using var client = service.Client();

        (await client.ReadFileAsync("c1", "a")).Should().Equal(bytes);
        (await client.ReadFileRangeAsync("c1", "a", 5, 10)).Should().Equal(bytes);

        service.Bodies.Should().Equal(
            """{"operation":"read_bytes","path":"/home/node/workspace/a"}""",
            """{"operation":"read_range","path":"/home/node/workspace/a","offset":5,"length":10}""");
    }

    [Fact]
    public async Task Files_are_written_with_their_modes_as_decimal_numbers()
    {
        var service = new FileService((200, "{}"));
        using var client = service.Client();

        await client.WriteTextFileAsync("c1", "run.sh", "echo \"hi\"\n", Executable);
        await client.WriteTextFileAsync("c1", "empty", "");
        await client.WriteTextFileAsync("c1", "nul", "a\0b");
        await client.WriteFileAsync("c1", "b", new byte[] { 0, 255, 10 }, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await client.WriteFileAsync("c1", "b", ReadOnlyMemory<byte>.Empty);
        await client.WriteFileRangeAsync("c1", "b", 7, new byte[] { 1 });

        service.Bodies.Select(body => body.Replace("\\u0022", "\\\"", StringComparison.Ordinal)).Should().Equal(
            """{"operation":"write_text","path":"/home/node/workspace/run.sh","content":"echo \"hi\"\n","mode":493}""",
            """{"operation":"write_text","path":"/home/node/workspace/empty","content":""}""",
            """{"operation":"write_bytes","path":"/home/node/workspace/nul","content_base64":"YQBi"}""",
            """{"operation":"write_bytes","path":"/home/node/workspace/b","content_base64":"AP8K","mode":384}""",
            """{"operation":"write_bytes","path":"/home/node/workspace/b","content_base64":""}""",
            """{"operation":"write_range","path":"/home/node/workspace/b","content_base64":"AQ==","offset":7}""");
    }

    [Fact]
    public async Task A_directory_is_listed_with_both_paths_of_each_entry()
    {
        var service = new FileService(
            (200, """
                {"entries":[{"path":"src","name":"src","type":"directory","size_bytes":4096,"mode":493},
                {"path":"src/a.txt","name":"a.txt","type":"file","size_bytes":12,"mode":420,"mtime":"x"},{"path":"odd","type":"socket","size_bytes":"many"},{}]}
                """),
            (200, "{}"));
        using var client = service.Client();

        var entries = await client.ListFilesAsync("c1", recursive: true);
        var none = await client.ListFilesAsync("c1", "/home/node/workspace/src/");

        service.Bodies.Should().Equal(
            """{"operation":"list","path":"/home/node/workspace","recursive":true}""", """{"operation":"list","path":"/home/node/workspace/src"}""");
        entries.Select(entry => (entry.Path, entry.AbsolutePath, entry.Name, entry.Type.Value, entry.SizeBytes, (int?)entry.Mode)).Should().Equal(
            ("src", "/home/node/workspace/src", "src", "directory", 4096, 493),
            ("src/a.txt", "/home/node/workspace/src/a.txt", "a.txt", "file", 12, 420),
            ("odd", "/home/node/workspace/odd", "odd", "socket", 0, null),
            (".", "/home/node/workspace", "workspace", null, 0, null));
        entries[1].AdditionalProperties!["mtime"].GetString().Should().Be("x");
        entries[2].AdditionalProperties!["size_bytes"].GetString().Should().Be("many");
        none.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"stat":{"path":".","type":"directory","mode":493}}""", ".", "/home/node/workspace", "directory", 0)]
    [InlineData("""{"stat":{"path":"a/b","type":"file","size_bytes":9}}""", "a/b", "/home/node/workspace/a/b", "file", 9)]
    [InlineData("""{"stat":{"path":"/home/node/workspace/a","type":"file"}}""", "a", "/home/node/workspace/a", "file", 0)]
    public async Task A_file_tells_its_type_and_size(string answer, string path, string absolute, string type, long size)
    {
        var service = new FileService((200, answer));
        using var client = service.Client();

        var file = await client.GetFileAsync("c1", "a");

        service.Body.Should().Be("""{"operation":"stat","path":"/home/node/workspace/a"}""");
        (file.Path, file.AbsolutePath, file.Type.Value, file.SizeBytes).Should().Be((path, absolute, type, size));
    }

    [Theory]
    [InlineData("""{"exists":true}""", true)]
    [InlineData("""{"exists":false}""", false)]
    public async Task A_file_exists_or_not(string answer, bool exists)
    {
        var service = new FileService((200, answer));
        using var client = service.Client();

        (await client.FileExistsAsync("c1", "a")).Should().Be(exists);

        service.Body.Should().Be("""{"operation":"exists","path":"/home/node/workspace/a"}""");
    }

    [Fact]
    public async Task Directories_are_made_and_files_moved_and_removed()
    {
        var service = new FileService((200, "{}"));
        using var client = service.Client();

        await client.CreateDirectoryAsync("c1", "a/b");
        await client.CreateDirectoryAsync("c1", "a/c", recursive: false);
        await client.MoveFileAsync("c1", "a", "b/c");
        await client.DeleteFileAsync("c1", "a");
        await client.DeleteFileAsync("c1", ".", recursive: true);

        service.Bodies.Should().Equal(
            """{"operation":"mkdir","path":"/home/node/workspace/a/b","recursive":true}""",
            """{"operation":"mkdir","path":"/home/node/workspace/a/c"}""",
            """{"operation":"move","path":"/home/node/workspace/a","to":"/home/node/workspace/b/c"}""",
            """{"operation":"remove","path":"/home/node/workspace/a"}""",
            """{"operation":"remove","path":"/home/node/workspace","recursive":true}""");
    }

    [Fact]
    public async Task A_file_is_edited_and_its_version_is_exact()
    {
        var service = new FileService((200, """{"version":6382081936538853128}"""), (200, """{"version":7183457195969485844}"""), (200, "{}"));
        using var client = service.Client();

        (await client.EditFileAsync("c1", "a", [new("x", "y"), new("z", "")])).Should().Be(6382081936538853128);
        (await client.ReplaceFileAsync("c1", "a", "")).Should().Be(7183457195969485844);
        (await client.ReplaceFileAsync("c1", "a", "b")).Should().Be(0);

        service.Bodies.Should().Equal(
            """{"operation":"patch","path":"/home/node/workspace/a","edits":[{"find":"x","replace":"y"},{"find":"z","replace":""}]}""",
            """{"operation":"patch","path":"/home/node/workspace/a","set_contents":""}""",
            """{"operation":"patch","path":"/home/node/workspace/a","set_contents":"b"}""");
    }

    [Fact]
    public async Task Files_are_searched()
    {
        var service = new FileService((200, """{"matches":[{"path":"src/a.cs","line":3,"match":"int x;"}]}"""), (200, "{}"));
        using var client = service.Client();

        var found = await client.SearchFilesAsync("c1", new() { Pattern = "int (x|y)", Path = "src", IsRegex = true, IgnoreCase = true, MaxMatches = 5 });
        var none = await client.SearchFilesAsync("c1", new() { Pattern = "int" });

        service.Bodies.Should().Equal(
            """{"operation":"grep","path":"/home/node/workspace/src","pattern":"int (x|y)","regex":true,"case_insensitive":true,"max_matches":5}""",
            """{"operation":"grep","path":"/home/node/workspace","pattern":"int"}""");
        found.Select(match => (match.Path, match.AbsolutePath, match.Line, match.Match)).Should().Equal(("src/a.cs", "/home/node/workspace/src/a.cs", 3, "int x;"));
        none.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"content_base64":"#"}""")]
    [InlineData("""{"content_base64":5}""")]
    [InlineData("""{"content_base64":"AP8"}""")]
    public async Task Content_that_cannot_be_read_never_looks_like_an_empty_file(string answer)
    {
        using var client = new FileService((200, answer)).Client();

        var read = () => client.ReadFileAsync("c1", "a");

        await read.Should().ThrowAsync<AgentComputerProtocolException>().WithMessage("POST /v1/computers/c1/files/ops was answered without a 'content_base64' that can be read.");
    }

    [Fact]
    public async Task An_answer_without_its_only_fact_is_not_guessed()
    {
        using var client = new FileService((200, "{}")).Client();

        await ((Func<Task>)(() => client.FileExistsAsync("c1", "a"))).Should().ThrowAsync<AgentComputerProtocolException>();
        await ((Func<Task>)(() => client.GetFileAsync("c1", "a"))).Should().ThrowAsync<AgentComputerProtocolException>();
    }

    [Theory]
    [InlineData(404, "not_found", typeof(AgentComputerNotFoundException))]
    [InlineData(409, "patch_conflict", typeof(AgentComputerConflictException))]
    [InlineData(400, "invalid_request", typeof(AgentComputerValidationException))]
    public async Task An_edit_whose_text_is_missing_says_that_nothing_was_written(int status, string code, Type exception)
    {
        using var client = new FileService((status, """{"error":{"code":"#","message":"text not found"}}""".Replace("#", code, StringComparison.Ordinal))).Client();

        var edit = () => client.EditFileAsync("c1", "a", [new("x", "y")]);

        (await edit.Should().ThrowAsync<AgentComputerApiException>().WithMessage("*text not found. *Nothing was written*")).Which.Should().BeOfType(exception);
    }

    [Fact]
    public async Task Reads_and_whole_writes_are_sent_again_and_a_move_is_not()
    {
        var service = new FileService((503, "{}"), (200, "{}"));
        using var client = service.Client();
        await client.WriteTextFileAsync("c1", "a", "b");
        var refused = new FileService((503, "{}"), (200, "{}"));
        using var other = refused.Client();

        var move = () => other.MoveFileAsync("c1", "a", "b");

        (await move.Should().ThrowAsync<AgentComputerApiException>()).Which.Attempts.Should().Be(1);
        service.Bodies.Should().HaveCount(2);
        refused.Bodies.Should().HaveCount(1);
    }

    [Fact]
    public async Task What_an_earlier_attempt_removed_is_gone()
    {
        using var client = new FileService((503, "{}"), (404, "{}")).Client();
        using var first = new FileService((404, "{}")).Client();

        await client.DeleteFileAsync("c1", "a");
        var missing = () => first.DeleteFileAsync("c1", "a");

        await missing.Should().ThrowAsync<AgentComputerNotFoundException>();
    }

    [Fact]
    public void Bad_arguments_are_refused_before_anything_is_sent()
    {
        var service = new FileService((200, "{}"));
        using var client = service.Client();
        Action[] calls =
        [
            () => client.ReadTextFileAsync("", "a"),
            () => client.ReadTextFileAsync("c1", "a\ud800"),
            () => client.ReadFileRangeAsync("c1", "a", -1, 1),
            () => client.ReadFileRangeAsync("c1", "a", 0, -1),
            () => client.WriteTextFileAsync("c1", "a", "\ud800"),
            () => client.WriteTextFileAsync("c1", "a", "b", UnixFileMode.None),
            () => client.WriteFileAsync("c1", "a", Encoding.UTF8.GetBytes("b"), (UnixFileMode)0x1000),
            () => client.WriteFileRangeAsync("c1", "a", -1, ReadOnlyMemory<byte>.Empty),
            () => client.EditFileAsync("c1", "a", []),
            () => client.EditFileAsync("c1", "a", [new("", "b")]),
            () => client.ReplaceFileAsync("c1", "a", "a\0"),
            () => client.SearchFilesAsync("c1", new() { Pattern = "" }),
            () => client.SearchFilesAsync("c1", new() { Pattern = "a", MaxMatches = 0 }),
            () => client.DownloadFileAsync("c1", "a", new MemoryStream([], writable: false)),
            () => client.UploadFileAsync("c1", "..", Stream.Null),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>());
        service.Bodies.Should().BeEmpty();
    }
}
