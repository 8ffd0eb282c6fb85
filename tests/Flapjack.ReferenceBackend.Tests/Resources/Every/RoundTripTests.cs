using System.Text.Json;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>What is written to the backend is read from it, and from its successor.</summary>
public sealed class RoundTripTests(RoundTripFixture trips) : IClassFixture<RoundTripFixture>
{
    public static TheoryData<int, string> Cases => RowsOf(_ => true);

    public static TheoryData<int, string> Shown => RowsOf(write => write.Read is not null);

    // Each of them needs a test of its own for what it writes.
    [Fact]
    public void Only_these_routes_write_what_no_route_reads() =>
        ResourceCatalog.Writes.GroupBy(write => write.Route).Where(cases => cases.All(write => write.Read is null)).Select(cases => cases.Key).Should().BeEquivalentTo(
            "POST /api/agents/from-template",
            "POST /api/agents/{agentId}/computer/exec",
            "POST /api/agents/{agentId}/mcps",
            "POST /api/agents/{agentId}/integrations",
            "DELETE /api/runners/{runnerId}/mcps",
            "DELETE /api/runners/{runnerId}/integrations",
            "DELETE /api/runners/{runnerId}/tools",
            "POST /api/mcps/{mcpServerId}/oauth/start",
            "DELETE /api/plans/{planId}/todos/{todoId}/deps",
            "POST /api/runners/{runnerId}/runs",
            "POST /api/runners/{runnerId}/triggers/{triggerId}/fire",
            "POST /api/threads",
            "PATCH /api/threads/{threadId}",
            "POST /api/threads/{threadId}/messages",
            "DELETE /api/threads/{threadId}/participants");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_field_that_is_written_is_read(int index, string route)
    {
        var write = ResourceCatalog.Writes[index];
        var trip = trips.TripOf(write);

        trip.Answer.Status.Should().BeInRange(write.Status ?? 200, write.Status ?? 299, $"{route} {trip.Sent}: {trip.Answer.Body}");
        if (write.Read is null)
        {
            return;
        }

        var written = trip.Written(write);
        foreach (var field in JsonElement.Parse(trip.Sent).EnumerateObject())
        {
            if (!write.Shown.TryGetValue(field.Name, out var shown))
            {
                shown = $"\"{NameIn(written, field.Name)}\":{field.Value.GetRawText()}";
            }

            if (shown is null)
            {
                foreach (var text in TextsIn(field.Value))
                {
                    trip.Answer.Body.Should().NotContain(text, $"{field.Name} is never shown");
                    trip.Read.Should().NotContain(text, $"{field.Name} is never shown");
                }
            }
            else
            {
                var wanted = JsonElement.Parse($"{{{shown}}}").EnumerateObject().Single();
                written.TryGetProperty(wanted.Name, out var value).Should().BeTrue($"{field.Name} is shown in {written}");
                JsonElement.DeepEquals(value, wanted.Value).Should().BeTrue($"{wanted.Name} is shown as {wanted.Value.GetRawText()}, and not as {value.GetRawText()}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void What_is_written_survives_the_end_of_the_backend(int index, string route)
    {
        var trip = trips.TripOf(ResourceCatalog.Writes[index]);

        trip.After.Should().Be(trip.Before, route);
    }

    private static TheoryData<int, string> RowsOf(Func<WriteCase, bool> wanted)
    {
        var data = new TheoryData<int, string>();
        foreach (var (index, write) in ResourceCatalog.Writes.Index().Where(row => wanted(row.Item)))
        {
            data.Add(index, write.Route);
        }

        return data;
    }

    // A secret may be shown without what was around it.
    private static IEnumerable<string> TextsIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(field => TextsIn(field.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(TextsIn),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };

    private static string NameIn(JsonElement written, string field) =>
        written.TryGetProperty(field, out _) ? field : JsonNamingPolicy.SnakeCaseLower.ConvertName(field);
}
