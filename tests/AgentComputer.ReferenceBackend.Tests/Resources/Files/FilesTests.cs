using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Files;

/// <summary>The 14 operations over HTTP, with real files. One computer serves all of these tests; each has a folder of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FilesTests(FilesTests.OneComputer one) : IClassFixture<FilesTests.OneComputer>
{
    private readonly string _folder = Guid.NewGuid().ToString("N");

    private ComputerRoom Room => one.Room!;

    [Theory]
    [InlineData("unknown", null, HttpStatusCode.NotFound)]
    [InlineData(null, "ak_unknown", HttpStatusCode.Unauthorized)]
    public async Task A_large_body_is_refused_as_a_small_body_is(string? computer, string? key, HttpStatusCode status)
    {
        using var http = new HttpClient { BaseAddress = Room.Backend.BaseAddress, Timeout = Limit.Time };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key ?? Room.Backend.ApiKey);
        // Much more than the connection holds: the caller still writes when the answer comes.
        var body = $$$"""{"operation":"write_bytes","path":"{{{_folder}}}","content_base64":"{{{new string('A', 20_000_000)}}}"}""";

        using var answer = await http.PostAsync($"/v1/computers/{computer ?? Room.Id}/files/ops", new StringContent(body, Encoding.UTF8, "application/json"));

        answer.StatusCode.Should().Be(status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_operation_works_while_the_computer_runs_and_while_it_is_stopped(bool isStopped)
    {
        await using var room = await ComputerRoom.StartAsync();
        if (isStopped)
        {
            await room.StopAsync();
        }

        (await room.FilesAsync("""{"operation":"write_text","path":"/home/node/workspace/a/hello.txt","content":"hello\n"}""")).Should().Be("{}");
        (await room.FilesAsync("""{"operation":"write_bytes","path":"a/b.bin","content_base64":"//4A","mode":493}""")).Should().Be("{}");
        (await room.FilesAsync("""{"operation":"read_text","path":"/home/node/workspace/a/hello.txt"}""")).Should().Be("""{"content":"hello\n"}""");
        JsonNode.Parse(await room.FilesAsync("""{"operation":"read_bytes","path":"a/b.bin"}"""))!["content_base64"]!.ToString().Should().Be("//4A");
        (await room.FilesAsync("""{"operation":"read_range","path":"a/hello.txt","offset":1,"length":3}""")).Should().Be("""{"content_base64":"ZWxs"}""");
        (await room.FilesAsync("""{"operation":"write_range","path":"a/hello.txt","offset":1,"content_base64":"RUxM"}""")).Should().Be("{}");
        (await room.FilesAsync("""{"operation":"patch","path":"a/hello.txt","edits":[{"find":"ELL","replace":"ell"}]}""")).Should().Be("""{"version":6382081936538853128}""");
        (await room.FilesAsync("""{"operation":"mkdir","path":"dir/sub","recursive":true}""")).Should().Be("{}");
        (await room.FilesAsync("""{"operation":"move","path":"a/b.bin","to":"/home/node/workspace/dir/sub/b.bin"}""")).Should().Be("{}");
        (await room.FilesAsync("""{"operation":"list","path":"/home/node/workspace","recursive":true}""")).Should().Be(
            """{"entries":[{"path":"a","name":"a","type":"directory","mode":493},{"path":"a/hello.txt","name":"hello.txt","type":"file","size_bytes":6,"mode":420},"""
            + """{"path":"dir","name":"dir","type":"directory","mode":493},{"path":"dir/sub","name":"sub","type":"directory","mode":493},{"path":"dir/sub/b.bin","name":"b.bin","type":"file","size_bytes":3,"mode":493}]}""");
        (await room.FilesAsync("""{"operation":"stat","path":"dir/sub/b.bin"}""")).Should().Be("""{"stat":{"path":"dir/sub/b.bin","type":"file","size_bytes":3,"mode":493}}""");
        (await room.FilesAsync("""{"operation":"exists","path":"dir/sub/b.bin"}""")).Should().Be("""{"exists":true}""");
        (await room.FilesAsync("""{"operation":"grep","pattern":"ell"}""")).Should().Be("""{"matches":[{"path":"a/hello.txt","line":1,"match":"hello"}]}""");
        (await room.FilesAsync("""{"operation":"remove","path":"dir","recursive":true}""")).Should().Be("{}");
        (await room.FilesAsync("""{"operation":"exists","path":"dir/sub/b.bin"}""")).Should().Be("""{"exists":false}""");

        (await room.StateAsync()).Should().Be(isStopped ? "stopped" : "running", "file calls neither start nor stop a computer");
        File.ReadAllText(Path.Combine(room.Workspace(), "a", "hello.txt")).Should().Be("hello\n");
    }

    [Theory]
    [InlineData("", 7183457195969485844)]
    [InlineData("a", 5374906597990186442)]
    [InlineData("hello\n", 6382081936538853128)]
    public async Task The_version_of_a_content_is_what_the_vectors_say(string content, long version)
    {
        await Write("file", "before");

        (await Call("""{"operation":"patch","path":"@/file","set_contents":CONTENT}""".Replace("CONTENT", JsonValue.Create(content).ToJsonString(), StringComparison.Ordinal)))
            .Should().Be($$"""{"version":{{version}}}""");
        (await Call("""{"operation":"read_text","path":"@/file"}""")).Should().Be(new JsonObject { ["content"] = content }.ToJsonString());
    }

    [Fact]
    public async Task An_empty_result_has_its_field()
    {
        await Write("empty", "");

        (await Call("""{"operation":"read_text","path":"@/empty"}""")).Should().Be("""{"content":""}""");
        (await Call("""{"operation":"read_bytes","path":"@/empty"}""")).Should().Be("""{"content_base64":""}""");
        (await Call("""{"operation":"read_range","path":"@/empty","offset":7,"length":0}""")).Should().Be("""{"content_base64":""}""");
        (await Call("""{"operation":"mkdir","path":"@/folder"}""")).Should().Be("{}");
        (await Call("""{"operation":"list","path":"@/folder"}""")).Should().Be("""{"entries":[]}""");
        (await Call("""{"operation":"grep","path":"@","pattern":"absent"}""")).Should().Be("""{"matches":[]}""");
    }

    [Fact]
    public async Task The_root_is_a_point_and_can_not_be_read_written_or_moved()
    {
        foreach (var root in new[] { "", ".", "/home/node/workspace", "/home/node/workspace/", " /home/node/workspace/x/.. " })
        {
            (await Call($$"""{"operation":"stat","path":"{{root}}"}""")).Should().Be("""{"stat":{"path":".","type":"directory","mode":493}}""");
            (await Call($$"""{"operation":"exists","path":"{{root}}"}""")).Should().Be("""{"exists":true}""");
            (await Call($$"""{"operation":"mkdir","path":"{{root}}"}""")).Should().Be("{}");
        }

        (await Refused("""{"operation":"read_text"}""")).Should().Match<(HttpStatusCode, string, string)>(it => it.Item1 == HttpStatusCode.BadRequest && it.Item3.Contains("is a directory"));
        (await Refused("""{"operation":"write_text","content":"x"}""")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await Refused("""{"operation":"move","path":"/home/node/workspace","to":"x"}""")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await Refused("""{"operation":"remove","path":"."}""")).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_mode_is_0644_unless_it_is_given_also_for_a_file_that_was_there()
    {
        await Write("file", "1");
        await Call("""{"operation":"write_text","path":"@/file","content":"2","mode":448}""");
        (await Call("""{"operation":"stat","path":"@/file"}""")).Should().Contain("\"mode\":448");
        await Call("""{"operation":"patch","path":"@/file","set_contents":"3"}""");
        (await Call("""{"operation":"stat","path":"@/file"}""")).Should().Contain("\"mode\":448");
        await Call("""{"operation":"write_text","path":"@/file","content":"4"}""");
        (await Call("""{"operation":"stat","path":"@/file"}""")).Should().Contain("\"mode\":420");
        await Call("""{"operation":"write_text","path":"@/file","content":"5","mode":448}""");
        await Call("""{"operation":"write_range","path":"@/file","content_base64":"","mode":448}""");
        (await Call("""{"operation":"stat","path":"@/file"}""")).Should().Contain("\"mode\":420");
        await Call("""{"operation":"write_text","path":"@/file","content":"6","mode":-1}""");
        (await Call("""{"operation":"stat","path":"@/file"}""")).Should().Contain("\"mode\":420");
    }

    [Theory]
    [InlineData("""{"path":"a"}""", "operation")]
    [InlineData("""{"operation":"format_disk","path":"a"}""", "operation")]
    [InlineData("""{"operation":7}""", "operation")]
    [InlineData("""{"operation":"read_text","path":7}""", "path")]
    [InlineData("""{"operation":"read_text","path":"/etc/passwd"}""", "path")]
    [InlineData("""{"operation":"read_text","path":"/home/node/workspaceX/a"}""", "path")]
    [InlineData("""{"operation":"read_text","path":"../a"}""", "path")]
    [InlineData("""{"operation":"read_text","path":"a\u0000b"}""", "path")]
    [InlineData("""{"operation":"read_text","path":"a\nb"}""", "path")]
    [InlineData("""{"operation":"read_text","path":"a\rb"}""", "path")]
    [InlineData("""{"operation":"read_text","path":"a\ud800"}""", "path")]
    [InlineData("""{"operation":"write_text","path":"a"}""", "content")]
    [InlineData("""{"operation":"write_text","path":"a","content":["x"]}""", "content")]
    [InlineData("""{"operation":"write_text","path":"a","content":"\ud800"}""", "content")]
    [InlineData("""{"operation":"write_text","path":"a","content":"x","mode":"420"}""", "mode")]
    [InlineData("""{"operation":"write_text","path":"a","content":"x","mode":33188}""", "mode")]
    [InlineData("""{"operation":"write_bytes","path":"a"}""", "content_base64")]
    [InlineData("""{"operation":"write_bytes","path":"a","content_base64":"a"}""", "content_base64")]
    [InlineData("""{"operation":"write_bytes","path":"a","content_base64":"_-A="}""", "content_base64")]
    [InlineData("""{"operation":"write_range","path":"a","offset":-1,"content_base64":""}""", "offset")]
    [InlineData("""{"operation":"read_range","path":"a","offset":1.5,"length":1}""", "offset")]
    [InlineData("""{"operation":"read_range","path":"a","offset":0}""", "length")]
    [InlineData("""{"operation":"read_range","path":"a","length":-1}""", "length")]
    [InlineData("""{"operation":"list","recursive":"yes"}""", "recursive")]
    [InlineData("""{"operation":"move","path":"a"}""", "to")]
    [InlineData("""{"operation":"move","path":"a","to":"/b"}""", "to")]
    [InlineData("""{"operation":"patch","path":"a"}""", "edits")]
    [InlineData("""{"operation":"patch","path":"a","edits":{}}""", "edits")]
    [InlineData("""{"operation":"patch","path":"a","edits":["x"]}""", "edits[0]")]
    [InlineData("""{"operation":"patch","path":"a","edits":[{"find":"a","replace":"b"},{"find":"","replace":"b"}]}""", "edits[1].find")]
    [InlineData("""{"operation":"patch","path":"a","edits":[{"find":"a"}]}""", "edits[0].replace")]
    [InlineData("""{"operation":"patch","path":"a","set_contents":1}""", "set_contents")]
    [InlineData("""{"operation":"grep"}""", "pattern")]
    [InlineData("""{"operation":"grep","pattern":""}""", "pattern")]
    [InlineData("""{"operation":"grep","pattern":"(","regex":true}""", "pattern")]
    [InlineData("""{"operation":"grep","pattern":"(a)\\1","regex":true}""", "pattern")]
    [InlineData("""{"operation":"grep","pattern":"a","regex":1}""", "regex")]
    [InlineData("""{"operation":"grep","pattern":"a","case_insensitive":1}""", "case_insensitive")]
    [InlineData("""{"operation":"grep","pattern":"a","max_matches":-1}""", "max_matches")]
    public async Task A_field_that_is_wrong_is_named(string json, string field)
    {
        var (status, code, message) = await Room.FilesRefusalAsync(json);

        (status, code).Should().Be((HttpStatusCode.BadRequest, "invalid_request"));
        message.Should().StartWith(field);
    }

    [Fact]
    public async Task What_can_not_be_done_is_told_by_its_status()
    {
        await Write("file", "aXbX");
        await Write("full/file", "");
        File.CreateSymbolicLink(Path.Combine(Room.Workspace(), _folder, "out"), "/etc/hostname");

        (await Refused("""{"operation":"read_text","path":"@/absent"}""")).Should().Match<(HttpStatusCode, string, string)>(it => it.Item1 == HttpStatusCode.NotFound && it.Item2 == "not_found");
        (await Refused("""{"operation":"read_text","path":"@/out"}""")).Status.Should().Be(HttpStatusCode.NotFound);
        (await Refused("""{"operation":"stat","path":"@/absent"}""")).Status.Should().Be(HttpStatusCode.NotFound);
        (await Refused("""{"operation":"list","path":"@/absent"}""")).Status.Should().Be(HttpStatusCode.NotFound);
        (await Refused("""{"operation":"list","path":"@/file"}""")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await Refused("""{"operation":"remove","path":"@/absent"}""")).Status.Should().Be(HttpStatusCode.NotFound);
        (await Refused("""{"operation":"remove","path":"@/full"}""")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await Refused("""{"operation":"mkdir","path":"@/full"}""")).Should().Match<(HttpStatusCode, string, string)>(it => it.Item1 == HttpStatusCode.Conflict && it.Item2 == "conflict");
        (await Refused("""{"operation":"mkdir","path":"@/a/b"}""")).Status.Should().Be(HttpStatusCode.NotFound);
        (await Refused("""{"operation":"move","path":"@/file","to":"@/full"}""")).Status.Should().Be(HttpStatusCode.Conflict);
        (await Refused("""{"operation":"move","path":"@/full","to":"@/full/x"}""")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await Refused("""{"operation":"patch","path":"@/absent","set_contents":""}""")).Status.Should().Be(HttpStatusCode.NotFound);
        (await Refused("""{"operation":"patch","path":"@/file","edits":[{"find":"X","replace":"Y"},{"find":"X","replace":"Z"}]}"""))
            .Should().Match<(HttpStatusCode, string, string)>(it => it.Item1 == HttpStatusCode.Conflict && it.Item2 == "patch_conflict" && it.Item3.Contains("edits[1].find"));
        (await Call("""{"operation":"read_text","path":"@/file"}""")).Should().Be("""{"content":"aXbX"}""", "nothing is written on failure");
        (await Refused($$"""{"operation":"write_text","path":"@/{{new string('n', 300)}}","content":""}""")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await Room.RefusalAsync(HttpMethod.Post, "/v1/computers/absent/files/ops", """{"operation":"list"}""")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task More_than_32_MiB_is_refused_and_32_MiB_are_not()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Room.Workspace(), _folder));
        using (var file = File.OpenHandle(Path.Combine(folder.FullName, "large"), FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, (32 << 20) + 1);
        }

        (await Refused("""{"operation":"read_bytes","path":"@/large"}""")).Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await Refused("""{"operation":"read_range","path":"@/large","length":9223372036854775807}""")).Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        Convert.FromBase64String((string)JsonNode.Parse(await Call("""{"operation":"read_range","path":"@/large","offset":1,"length":33554432}"""))!["content_base64"]!).Should().HaveCount(32 << 20);
        var whole = Convert.ToBase64String(new byte[32 << 20]);
        (await Call($$"""{"operation":"write_bytes","path":"@/written","content_base64":"{{whole}}"}""")).Should().Be("{}");
        new FileInfo(Path.Combine(folder.FullName, "written")).Length.Should().Be(32 << 20);
        var more = Convert.ToBase64String(new byte[(32 << 20) + 1]);
        (await Refused($$"""{"operation":"write_bytes","path":"@/more","content_base64":"{{more}}"}""")).Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        File.Exists(Path.Combine(folder.FullName, "more")).Should().BeFalse();
    }

    [Fact]
    public async Task Text_with_any_character_comes_back_and_bytes_that_are_no_text_are_replaced()
    {
        const string Text = "\u0000 \u001b[0m ünï 🙂 \r\n \"\\";
        var json = new JsonObject { ["operation"] = "write_text", ["path"] = $"{_folder}/file", ["content"] = Text };

        await Room.FilesAsync(json.ToJsonString());

        File.ReadAllBytes(Path.Combine(Room.Workspace(), _folder, "file")).Should().Equal(Encoding.UTF8.GetBytes(Text));
        ((string)JsonNode.Parse(await Call("""{"operation":"read_text","path":"@/file"}"""))!["content"]!).Should().Be(Text);
        File.WriteAllBytes(Path.Combine(Room.Workspace(), _folder, "file"), [0xff, (byte)'a']);
        ((string)JsonNode.Parse(await Call("""{"operation":"read_text","path":"@/file"}"""))!["content"]!).Should().Be("\ufffda");
    }

    [Fact]
    public async Task A_search_tells_whole_lines_up_to_a_number_of_all_files()
    {
        await Write(".hidden", "one Needle\ntwo needle\n");
        await Write("b", "three needle needle\n");

        (await Call("""{"operation":"grep","path":"@","pattern":"needle"}""")).Should().Be(
            $$"""{"matches":[{"path":"{{_folder}}/.hidden","line":2,"match":"two needle"},{"path":"{{_folder}}/b","line":1,"match":"three needle needle"}]}""");
        (await Call("""{"operation":"grep","path":"@","pattern":"N.EDLE","regex":true,"case_insensitive":true,"max_matches":1}""")).Should().Be(
            $$"""{"matches":[{"path":"{{_folder}}/.hidden","line":1,"match":"one Needle"}]}""");
    }

    [Fact]
    public async Task Files_of_a_computer_that_is_gone_or_another_workspaces_are_not_found()
    {
        await using var room = await ComputerRoom.StartAsync();
        await room.EndAsync(await room.SendAsync(HttpMethod.Delete, $"/v1/computers/{room.Id}"));

        (await room.FilesRefusalAsync("""{"operation":"list"}""")).Status.Should().Be(HttpStatusCode.NotFound);
        (await room.RefusalAsync(HttpMethod.Post, $"/v1/computers/{Room.Id}/files/ops", """{"operation":"list"}""")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    private Task<string> Call(string json) => Room.FilesAsync(json.Replace("@", _folder, StringComparison.Ordinal));

    private Task<(HttpStatusCode Status, string Code, string Message)> Refused(string json) => Room.FilesRefusalAsync(json.Replace("@", _folder, StringComparison.Ordinal));

    private Task<string> Write(string name, string content) =>
        Room.FilesAsync(new JsonObject { ["operation"] = "write_text", ["path"] = $"{_folder}/{name}", ["content"] = content }.ToJsonString());

    public sealed class OneComputer : IAsyncLifetime
    {
        public ComputerRoom? Room { get; private set; }

        public async Task InitializeAsync() => Room = await ComputerRoom.StartAsync();

        public async Task DisposeAsync() => await Room!.DisposeAsync();
    }
}
