using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources.Every;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Resources.Logs;

internal sealed class LogsCases : IResourceCases
{
    public IEnumerable<ThingCase> Things => [new("traceId", MakeAsync)];

    // No call of the API writes a trace.
    private static Task<string> MakeAsync(OrgWorld world)
    {
        var id = Guid.NewGuid().ToString();
        world.Backend.Backend.Store().Write(db => TraceTable.Save(
            db, new FlapjackTrace { Id = id, OrgId = world.OrgId, Name = "turn", Status = TraceStatus.Ok, StartedAt = DateTimeOffset.UnixEpoch }));
        return Task.FromResult(id);
    }
}
