using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Snapshots;

public sealed class SnapshotsTests(RealBackend real) : IClassFixture<RealBackend>, IAsyncLifetime
{
    private string _id = null!;

    public async Task InitializeAsync() => _id = (await real.CreateAsync()).Id;

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_restored_computer_has_the_files_of_the_snapshot_and_not_those_of_later()
    {
        await real.Client.WriteTextFileAsync(_id, "file", "before", cancellationToken: Limit.Token);
        var taken = await TakeAsync();
        await real.Client.WriteTextFileAsync(_id, "file", "after", cancellationToken: Limit.Token);

        var restored = await real.Client.RestoreSnapshotAsync(taken.Id, new() { Handle = "restored", DisplayName = "Restored" }, Limit.Token);
        await real.DoneAsync(restored.Operation);

        var computer = await real.Client.WaitUntilRunningAsync(restored.Computer.Id, RealBackend.Quickly, Limit.Token);
        (computer.Handle, computer.SourceSnapshotId).Should().Be(("restored", taken.Id));
        (await real.Client.ReadTextFileAsync(computer.Id, "file", Limit.Token)).Should().Be("before");
        (await real.Client.ReadTextFileAsync(_id, "file", Limit.Token)).Should().Be("after");
    }

    [Fact]
    public async Task A_snapshot_is_listed_until_it_is_deleted()
    {
        var taken = await TakeAsync();
        (await real.Client.ListSnapshotsAsync(_id, Limit.Token)).Should().ContainSingle().Which.Id.Should().Be(taken.Id);

        await real.DoneAsync((await real.Client.DeleteSnapshotAsync(taken.Id, Limit.Token)).Operation);

        (await real.Client.ListSnapshotsAsync(_id, Limit.Token)).Should().BeEmpty();
        var act = () => real.Client.GetSnapshotAsync(taken.Id, Limit.Token);
        await act.Should().ThrowAsync<AgentComputerNotFoundException>();
    }

    private async Task<Snapshot> TakeAsync()
    {
        var change = await real.Client.CreateSnapshotAsync(_id, Limit.Token);
        await real.DoneAsync(change.Operation);
        var snapshot = await real.Client.GetSnapshotAsync(change.Snapshot.Id, Limit.Token);
        (snapshot.State, snapshot.ComputerId).Should().Be((SnapshotState.Ready, _id));
        return snapshot;
    }
}
