using System.Text.Json;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>Sends every write case to one backend, reads what was written, and reads it again from the backend's successor in the same data directory.</summary>
public sealed class RoundTripFixture : IAsyncLifetime, IDisposable
{
    private const string Workspace = "org_trips";

    private readonly TempFolder _folder = new();
    private readonly Dictionary<WriteCase, Trip> _trips = [];

    internal Trip TripOf(WriteCase write) => _trips[write];

    public async Task InitializeAsync()
    {
        await using (var first = await TestBackend.StartAsync(options => options.DataDirectory = _folder.Path))
        {
            var world = new WorkspaceWorld(first, Workspace);
            foreach (var write in ResourceCatalog.Writes)
            {
                var trip = _trips[write] = await WriteAsync(world, write);
                if (trip.ReadPath is not null)
                {
                    await Eventually.HoldsAsync(async () => write.IsSettled?.Invoke(write.Pick(await ReadAsync(world, trip.ReadPath), trip.Id)) ?? true, $"{write} settles");
                    _trips[write] = trip with { Before = write.Pick(await ReadAsync(world, trip.ReadPath), trip.Id) };
                }
            }
        }

        await using var second = await TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);
        foreach (var (write, trip) in _trips.Where(pair => pair.Value.ReadPath is not null).ToList())
        {
            _trips[write] = trip with { After = write.Pick(await ReadAsync(new(second, Workspace), trip.ReadPath!), trip.Id) };
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private static async Task<Trip> WriteAsync(WorkspaceWorld world, WriteCase write)
    {
        // Each write has things of its own, so that a later case does not overwrite what an earlier case wrote.
        foreach (var parameter in WorkspaceWorld.NamesIn(write.Path))
        {
            await world.MakeAnewAsync(parameter);
        }

        var body = await world.FillAsync(write.Body);
        var answer = await world.SendAsync(write.Route, body);
        var id = write.Thing is { } thing && answer.Status < 300 ? answer.Text(thing, "id") : "";
        if (write.Read is null || answer.Status >= 300)
        {
            return new(body, answer, id, null, default, default, default);
        }

        var path = WorkspaceWorld.Split(write.Read).Path;
        if (WorkspaceWorld.NamesIn(path).Except(WorkspaceWorld.NamesIn(write.Path)).LastOrDefault() is { } made)
        {
            path = path.Replace($"{{{made}}}", id, StringComparison.Ordinal);
        }

        path = await world.FillAsync(path);
        return new(body, answer, id, path, write.Pick(await ReadAsync(world, path), id), default, default);
    }

    private static async Task<JsonElement> ReadAsync(WorkspaceWorld world, string path)
    {
        var answer = await TestBackend.SendAsync(world.Client, HttpMethod.Get, path);
        answer.Status.Should().Be(200, $"GET {path}: {answer.Body}");
        return answer.Json;
    }

    /// <param name="Sent">The body that was sent.</param>
    /// <param name="Answer">The answer to it.</param>
    /// <param name="Id">The id in it.</param>
    /// <param name="ReadPath">Where it is read; null if nothing shows it.</param>
    /// <param name="Read">What was read right after the write.</param>
    /// <param name="Before">What was read when it had settled.</param>
    /// <param name="After">What the backend's successor answers.</param>
    internal sealed record Trip(string Sent, HttpAnswer Answer, string Id, string? ReadPath, JsonElement Read, JsonElement Before, JsonElement After);
}
