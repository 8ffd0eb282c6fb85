using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Snapshots;

[UnsupportedOSPlatform("windows")]
public sealed class SnapshotsTests
{
    [Fact]
    public async Task A_snapshot_is_taken_told_restored_and_deleted()
    {
        await using var room = await ComputerRoom.StartAsync();
        await room.FilesAsync("""{"operation":"write_text","path":"src/run.sh","content":"echo hi\n","mode":493}""");
        File.CreateSymbolicLink(Path.Combine(room.Workspace(), "link"), "src/run.sh");
        Directory.CreateDirectory(Path.Combine(room.Workspace(), "empty"));

        var begun = await room.SendAsync(HttpMethod.Post, $"/v1/computers/{room.Id}/snapshots");
        var id = (string)begun["snapshot"]!["id"]!;
        begun["snapshot"]!.AsObject().Select(field => field.Key).Should().BeEquivalentTo(
            "id", "computer_id", "image_id", "state", "capture_scope", "runtime_state", "durable_state", "local_ready_at", "durable_ready_at", "durable_failure_reason", "failure_reason", "created_at", "updated_at");
        Without(begun["snapshot"]!, "id", "computer_id", "image_id", "created_at", "updated_at").Should().Be(
            """{"state":"creating","capture_scope":"filesystem","runtime_state":"absent","durable_state":"pending","local_ready_at":null,"durable_ready_at":null,"durable_failure_reason":null,"failure_reason":null}""");
        Without(begun["operation"]!, "id", "created_at", "updated_at").Should().Be(
            $$"""{"kind":"snapshot.create","resource_type":"snapshot","resource_id":"{{id}}","status":"queued","error_message":null,"started_at":null,"completed_at":null}""");
        await room.EndAsync(begun);
        var ready = (await room.SendAsync(HttpMethod.Get, $"/v1/snapshots/{id}"))["snapshot"]!;
        Without(ready, "id", "computer_id", "image_id", "created_at", "updated_at", "local_ready_at", "durable_ready_at").Should().Be(
            """{"state":"ready","capture_scope":"filesystem","runtime_state":"absent","durable_state":"ready","durable_failure_reason":null,"failure_reason":null}""");
        ready["local_ready_at"].Should().NotBeNull();
        (await room.SendAsync(HttpMethod.Get, $"/v1/computers/{room.Id}/snapshots"))["snapshots"]!.AsArray().Should().ContainSingle().Which!.ToJsonString().Should().Be(ready.ToJsonString());

        await room.FilesAsync("""{"operation":"write_text","path":"src/run.sh","content":"later\n"}""");
        var restored = await room.SendAsync(HttpMethod.Post, $"/v1/snapshots/{id}/restore", """{"handle":"restored","display_name":"Again","size_preset":"ram-4g"}""");
        var computer = restored["computer"]!;
        ((string?)computer["state"], (string?)computer["handle"], (string?)computer["source_kind"], (string?)computer["source_snapshot_id"]).Should().Be(("provisioning", "restored", "snapshot", id));
        ((string?)restored["operation"]!["kind"]).Should().Be("snapshot.restore");
        var other = (string)computer["id"]!;
        await room.EndAsync(restored);
        (await room.StateAsync(other)).Should().Be("running");
        (await room.FilesAsync("""{"operation":"read_text","path":"link"}""", other)).Should().Be("""{"content":"echo hi\n"}""");
        (await room.FilesAsync("""{"operation":"stat","path":"src/run.sh"}""", other)).Should().Be("""{"stat":{"path":"src/run.sh","type":"file","size_bytes":8,"mode":493}}""");
        (await room.FilesAsync("""{"operation":"list","path":"empty"}""", other)).Should().Be("""{"entries":[]}""");

        var deleted = await room.SendAsync(HttpMethod.Delete, $"/v1/snapshots/{id}");
        ((string?)deleted["snapshot"]!["state"]).Should().Be("deleting");
        await room.EndAsync(deleted);
        (await room.RefusalAsync(HttpMethod.Get, $"/v1/snapshots/{id}")).Status.Should().Be(HttpStatusCode.NotFound);
        Directory.GetFileSystemEntries(Path.Combine(room.Backend.DataDirectory, "snapshots")).Should().BeEmpty();
        (await room.FilesAsync("""{"operation":"read_text","path":"src/run.sh"}""", other)).Should().Be("""{"content":"echo hi\n"}""", "a restored computer has files of its own");
    }

    [Fact]
    public async Task A_snapshot_outlives_its_computer_and_is_restored_without_a_body()
    {
        await using var room = await ComputerRoom.StartAsync();
        await room.FilesAsync("""{"operation":"write_text","path":"file","content":"kept"}""");
        var id = await TakeAsync(room);
        await room.EndAsync(await room.SendAsync(HttpMethod.Delete, $"/v1/computers/{room.Id}"));

        var restored = await room.SendAsync(HttpMethod.Post, $"/v1/snapshots/{id}/restore");
        await room.EndAsync(restored);

        (await room.FilesAsync("""{"operation":"read_text","path":"file"}""", (string)restored["computer"]!["id"]!)).Should().Be("""{"content":"kept"}""");
    }

    [Fact]
    public async Task A_snapshot_of_a_process_that_writes_is_of_one_moment()
    {
        await using var room = await ComputerRoom.StartAsync();
        // The process writes each number into both files, one after the other: at every moment the first file is ahead by one line at most.
        await room.FilesAsync(new JsonObject
        {
            ["operation"] = "write_text",
            ["path"] = "write.sh",
            ["content"] = "i=0; while :; do i=$((i+1)); echo $i >> first; echo $i >> second; done\n",
        }.ToJsonString());
        await room.SendAsync(
            HttpMethod.Post, $"/v1/computers/{room.Id}/exec", """{"command":["/bin/sh","-c","cd ~/workspace && setsid sh write.sh > /dev/null 2>&1 < /dev/null & sleep 0.1"]}""");
        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(room.Workspace(), "second")), "the process writes");

        for (var round = 0; round < 5; round++)
        {
            var id = await TakeAsync(room);
            var (first, second) = (LinesOf(room, id, "first"), LinesOf(room, id, "second"));
            first.Should().BeInAscendingOrder().And.HaveCountGreaterThan(0);
            (first.Length - second.Length).Should().BeInRange(0, 1);
            first.Take(second.Length).Should().Equal(second);
        }

        var before = new FileInfo(Path.Combine(room.Workspace(), "first")).Length;
        await Eventually.HoldsAsync(() => new FileInfo(Path.Combine(room.Workspace(), "first")).Length > before, "the process goes on");
    }

    [Fact]
    public async Task What_can_not_be_done_is_refused_and_nothing_is_left_of_it()
    {
        await using var room = await ComputerRoom.StartAsync();
        var id = await TakeAsync(room);

        (await room.RefusalAsync(HttpMethod.Get, "/v1/snapshots/absent")).Status.Should().Be(HttpStatusCode.NotFound);
        (await room.RefusalAsync(HttpMethod.Delete, "/v1/snapshots/absent")).Status.Should().Be(HttpStatusCode.NotFound);
        (await room.RefusalAsync(HttpMethod.Post, "/v1/snapshots/absent/restore")).Status.Should().Be(HttpStatusCode.NotFound);
        (await room.RefusalAsync(HttpMethod.Get, "/v1/computers/absent/snapshots")).Status.Should().Be(HttpStatusCode.NotFound);
        (await room.RefusalAsync(HttpMethod.Post, $"/v1/snapshots/{id}/restore", """{"handle":7}""")).Should().Match<(HttpStatusCode, string, string)>(it => it.Item1 == HttpStatusCode.BadRequest && it.Item3.StartsWith("handle"));
        (await room.RefusalAsync(HttpMethod.Post, $"/v1/snapshots/{id}/restore", """{"size_preset":"ram-1g"}""")).Should().Match<(HttpStatusCode, string, string)>(it => it.Item1 == HttpStatusCode.BadRequest && it.Item3.StartsWith("size_preset"));
        (await room.RefusalAsync(HttpMethod.Post, $"/v1/snapshots/{id}/restore", "[]")).Status.Should().Be(HttpStatusCode.BadRequest);
        await room.StopAsync();
        (await room.RefusalAsync(HttpMethod.Post, $"/v1/computers/{room.Id}/snapshots")).Should().Match<(HttpStatusCode, string, string)>(it => it.Item1 == HttpStatusCode.Conflict && it.Item2 == "computer_not_running");
        (await room.SendAsync(HttpMethod.Get, $"/v1/computers/{room.Id}/snapshots"))["snapshots"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Snapshots_and_their_files_are_there_after_a_restart_and_what_was_not_finished_is_not()
    {
        using var data = new TempFolder();
        string id, computer;
        await using (var room = await ComputerRoom.StartAsync(new() { DataDirectory = data.Path }))
        {
            await room.FilesAsync("""{"operation":"write_text","path":"file","content":"kept"}""");
            (id, computer) = (await TakeAsync(room), room.Id);
        }

        // What a process leaves that is killed while it takes a snapshot.
        Directory.CreateDirectory(data["snapshots/half.new"]);
        Directory.CreateDirectory(data["snapshots/nobodys/workspace"]);
        await using (var room = await ComputerRoom.StartAsync(new() { DataDirectory = data.Path }))
        {
            await Eventually.HoldsAsync(() => Directory.GetFileSystemEntries(data["snapshots"]) is [var only] && Path.GetFileName(only) == id, "only the snapshot is left");
            ((string?)(await room.SendAsync(HttpMethod.Get, $"/v1/snapshots/{id}"))["snapshot"]!["state"]).Should().Be("ready");
            (await room.SendAsync(HttpMethod.Get, $"/v1/computers/{computer}/snapshots"))["snapshots"]!.AsArray().Should().ContainSingle();
            var restored = await room.SendAsync(HttpMethod.Post, $"/v1/snapshots/{id}/restore", "{}");
            await room.EndAsync(restored);
            (await room.FilesAsync("""{"operation":"read_text","path":"file"}""", (string)restored["computer"]!["id"]!)).Should().Be("""{"content":"kept"}""");
        }
    }

    private static async Task<string> TakeAsync(ComputerRoom room)
    {
        var begun = await room.SendAsync(HttpMethod.Post, $"/v1/computers/{room.Id}/snapshots");
        await room.EndAsync(begun);
        return (string)begun["snapshot"]!["id"]!;
    }

    private static int[] LinesOf(ComputerRoom room, string snapshot, string file) =>
        [.. File.ReadAllLines(Path.Combine(room.Backend.DataDirectory, "snapshots", snapshot, "workspace", file)).Select(line => int.Parse(line, null))];

    private static string Without(JsonNode node, params string[] fields)
    {
        var copy = node.DeepClone().AsObject();
        foreach (var field in fields)
        {
            copy.Remove(field).Should().BeTrue(field);
        }

        return copy.ToJsonString();
    }
}
