using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Snapshots;

public sealed class SnapshotTests : WireTest
{
    private const string OfComputer = "/v1/computers/c1/snapshots";
    private const string One = "/v1/snapshots/n1";

    private const string Json = """
        {"id":"n1","computer_id":"c1","image_id":"i1","state":"ready","capture_scope":"filesystem","runtime_state":"absent","durable_state":"syncing","local_ready_at":"2026-05-01T10:00:00Z",
         "durable_ready_at":null,"durable_failure_reason":null,"failure_reason":null,"created_at":"2026-05-01T09:00:00Z","updated_at":"2026-05-01T11:00:00Z","size":7}
        """;

    [Fact]
    public async Task Snapshots_are_listed()
    {
        Wire.Answers(OfComputer, $$"""{"snapshots":[{{Json}},{"id":"n2","state":5,"local_ready_at":"soon"}]}""");

        var snapshots = await Client.ListSnapshotsAsync("c1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", OfComputer));
        snapshots.Select(snapshot => snapshot.Id).Should().Equal("n1", "n2");
        (snapshots[1].State, snapshots[1].LocalReadyAt).Should().Be((default(SnapshotState), null));
    }

    [Fact]
    public async Task A_snapshot_is_read_with_all_of_its_fields()
    {
        Wire.Answers(One, $$"""{"snapshot":{{Json}}}""");

        var snapshot = await Client.GetSnapshotAsync("n1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        snapshot.Should().BeEquivalentTo(new
        {
            Id = "n1",
            ComputerId = "c1",
            ImageId = "i1",
            State = SnapshotState.Ready,
            CaptureScope = SnapshotCaptureScope.Filesystem,
            RuntimeState = SnapshotRuntimeState.Absent,
            DurableState = SnapshotDurableState.Syncing,
            LocalReadyAt = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero),
            DurableReadyAt = (DateTimeOffset?)null,
            DurableFailureReason = (string?)null,
            FailureReason = (string?)null,
            CreatedAt = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero),
            UpdatedAt = new DateTimeOffset(2026, 5, 1, 11, 0, 0, TimeSpan.Zero),
        });
        snapshot.AdditionalProperties.Should().ContainKey("size");
    }

    [Fact]
    public async Task A_snapshot_is_taken_without_a_body()
    {
        Wire.Answers(OfComputer, new Answer(202, """{"snapshot":{"id":"n1","state":"creating"},"operation":{"id":"o1"}}"""));

        var change = await Client.CreateSnapshotAsync("c1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", OfComputer, ""));
        (change.Snapshot.State, change.Operation!.Id).Should().Be((SnapshotState.Creating, "o1"));
    }

    [Fact]
    public async Task A_snapshot_is_deleted_in_the_background()
    {
        Wire.Answers(One, new Answer(202, """{"snapshot":{"id":"n1","state":"deleting"},"operation":{"id":"o1"},"x":1}"""));

        var change = await Client.DeleteSnapshotAsync("n1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("DELETE", One));
        change.Snapshot.State.Should().Be(SnapshotState.Deleting);
        change.AdditionalProperties.Should().ContainKey("x");
    }

    [Fact]
    public async Task A_snapshot_is_restored_into_a_new_computer()
    {
        Wire.Answers($"{One}/restore", new Answer(202, """{"computer":{"id":"c2","source_kind":"snapshot","source_snapshot_id":"n1"},"operation":{"id":"o1"}}"""));

        var change = await Client.RestoreSnapshotAsync("n1", new() { Handle = "copy", DisplayName = "Copy", SizePreset = "ram-4g", Guest = new() { AuthorizedKeys = ["k"] } }).Soon();

        (Wire.Request.Method, Wire.Request.Body).Should().Be(("POST", """{"handle":"copy","display_name":"Copy","size_preset":"ram-4g","guest":{"authorized_keys":["k"]}}"""));
        (change.Computer.Id, change.Computer.SourceKind, change.Computer.SourceSnapshotId, change.Operation!.Id).Should().Be(("c2", ComputerSourceKind.Snapshot, "n1", "o1"));
    }

    [Fact]
    public async Task A_snapshot_is_restored_without_a_body_if_nothing_is_said()
    {
        Wire.Answers($"{One}/restore", new Answer(202, "{}"));

        (await Client.RestoreSnapshotAsync("n1").Soon()).Computer.Id.Should().BeEmpty();

        Wire.Request.Body.Should().BeEmpty();
    }
}
