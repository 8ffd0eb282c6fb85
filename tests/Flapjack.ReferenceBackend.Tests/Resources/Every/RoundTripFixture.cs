using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>Sends every write case to one backend, reads what was written, and reads it again from the backend's successor in the same data directory.</summary>
public sealed class RoundTripFixture : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<WriteCase, Trip> _trips = [];
    private LocalRepository _repository = null!;

    internal Trip TripOf(WriteCase write) => _trips[write];

    public async Task InitializeAsync()
    {
        _repository = await LocalRepository.CreateAsync();
        var org = Guid.NewGuid().ToString();
        await using (var first = await TestBackend.StartAsync(Configure))
        {
            var world = new OrgWorld(first, org);
            foreach (var write in ResourceCatalog.Writes)
            {
                _trips[write] = await WriteAsync(world, write);
            }

            foreach (var (write, trip) in _trips.Where(pair => pair.Value.ReadPath is not null).ToList())
            {
                await Eventually.HoldsAsync(async () => write.IsSettled?.Invoke(JsonElement.Parse(await ReadAsync(world, trip))) ?? true, $"{write} settles");
                _trips[write] = trip with { Before = await ReadAsync(world, trip) };
            }
        }

        await using var second = await TestBackend.StartAsync(Configure);
        foreach (var (write, trip) in _trips.Where(pair => pair.Value.ReadPath is not null).ToList())
        {
            _trips[write] = trip with { After = await ReadAsync(new(second, org), trip) };
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _folder.Dispose();
        _repository?.Dispose();
    }

    private void Configure(FlapjackBackendOptions options)
    {
        options.DataDirectory = _folder.Path;
        // The webhook of the case goes nowhere.
        options.AllowLoopbackWebhooks = true;
        CodeAgentsCases.Configure(options, _repository);
    }

    private static async Task<Trip> WriteAsync(OrgWorld world, WriteCase write)
    {
        // Each write has things of its own, so that a later case does not overwrite what an earlier case wrote.
        foreach (var parameter in OrgWorld.NamesIn(write.Path))
        {
            await world.MakeAnewAsync(parameter);
        }

        await (write.Prepare?.Invoke(world) ?? Task.CompletedTask);
        var body = await world.FillAsync(write.Body);
        var answer = await world.SendAsync(write.Route, body);
        if (write.Read is null || answer.Status >= 300)
        {
            return new(body, answer, null, null, null, null);
        }

        var (method, path) = OrgWorld.Split(write.Read);
        method.Should().Be(HttpMethod.Get);
        var unknown = OrgWorld.NamesIn(path).Except(OrgWorld.NamesIn(write.Path)).ToList();
        if (write.Method == "POST" && unknown.Count > 0)
        {
            path = path.Replace($"{{{unknown[^1]}}}", answer.Text("id"), StringComparison.Ordinal);
        }

        path = await world.FillAsync(path);
        return new(body, answer, path, await ReadAsync(world, path), null, null);
    }

    private static Task<string> ReadAsync(OrgWorld world, Trip trip) => ReadAsync(world, trip.ReadPath!);

    private static async Task<string> ReadAsync(OrgWorld world, string path)
    {
        var answer = await TestBackend.SendAsync(world.Client, HttpMethod.Get, path);
        answer.Status.Should().Be(200, $"GET {path}: {answer.Body}");
        return answer.Body;
    }

    /// <param name="Sent">The body that was sent.</param>
    /// <param name="Answer">The answer to it.</param>
    /// <param name="ReadPath">Where it is read; null if nothing shows it.</param>
    /// <param name="Read">What was read right after the write.</param>
    /// <param name="Before">What was read after all other writes.</param>
    /// <param name="After">What the backend's successor answers.</param>
    internal sealed record Trip(string Sent, HttpAnswer Answer, string? ReadPath, string? Read, string? Before, string? After)
    {
        public JsonElement Written(WriteCase write)
        {
            var read = JsonElement.Parse(Read!);
            return write.Pick is { } pick ? pick(read, Answer.Json)
                : read.ValueKind == JsonValueKind.Array ? read.EnumerateArray().Single(item => item.GetProperty("id").GetString() == Answer.Text("id"))
                : read;
        }
    }
}
