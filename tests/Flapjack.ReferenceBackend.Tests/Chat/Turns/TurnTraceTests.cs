using Flapjack.ReferenceBackend.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources.Logs;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

public sealed class TurnTraceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Spans_that_begin_in_one_millisecond_are_told_in_the_order_in_which_they_began(int storedBetween)
    {
        await using var backend = await TestBackend.StartAsync();
        var world = new LogsWorld(backend);
        var clock = new FakeTimeProvider(LogsWorld.Start);
        var trace = new TurnTrace(clock, world.NewTrace(), Guid.NewGuid().ToString(), "Hi");
        var store = backend.Backend.Store();
        for (var n = 0; n < 12; n++)
        {
            trace.End(trace.Begin(TraceSpanKind.Tool, $"{n}", null), null);
            if (n % storedBetween == storedBetween - 1)
            {
                store.Write(trace.Save);
                // More of them before the next change than were stored by this.
                trace.Begin(TraceSpanKind.Tool, $"{n} goes on", null);
            }
        }

        store.Write(trace.Save);
        trace.EndAll("Bye", null);
        store.Write(trace.Save);

        var (_, spans, _) = new TraceQueries(store).Find(world.OrgId, trace.Id);
        spans.Select(span => span.Name).Should().Equal(
            ["turn", .. Enumerable.Range(0, 12).SelectMany(n => n % storedBetween == storedBetween - 1 ? [$"{n}", $"{n} goes on"] : new[] { $"{n}" })]);
    }
}
