using System.Text.Json;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>What is written to the backend is read from it, and from its successor.</summary>
public sealed class RoundTripTests(RoundTripFixture trips) : IClassFixture<RoundTripFixture>
{
    public static TheoryData<int, string> Cases => RowsOf(_ => true);

    public static TheoryData<int, string> Shown => RowsOf(write => write.Read is not null);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_field_that_is_written_is_read(int index, string route)
    {
        var write = ResourceCatalog.Writes[index];
        var trip = trips.TripOf(write);

        trip.Answer.Status.Should().Be(write.Status, $"{route} {trip.Sent}: {trip.Answer.Body}");
        if (write.Read is null)
        {
            return;
        }

        foreach (var field in JsonElement.Parse(trip.Sent).EnumerateObject())
        {
            if (!write.Shown.TryGetValue(field.Name, out var shown))
            {
                shown = $"\"{field.Name}\":{field.Value.GetRawText()}";
            }

            if (shown is null)
            {
                foreach (var text in TextsIn(field.Value))
                {
                    trip.Answer.Body.Should().NotContain(text, $"{field.Name} is never shown");
                    trip.Read.GetRawText().Should().NotContain(text, $"{field.Name} is never shown");
                }
            }
            else
            {
                // While an operation works, the old value may still be shown.
                foreach (var wanted in JsonElement.Parse($"{{{shown}}}").EnumerateObject())
                {
                    trip.Before.TryGetProperty(wanted.Name, out var value).Should().BeTrue($"{field.Name} is shown in {trip.Before}");
                    JsonElement.DeepEquals(value, wanted.Value).Should().BeTrue($"{wanted.Name} is shown as {wanted.Value.GetRawText()}, and not as {value.GetRawText()}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void What_is_written_survives_the_end_of_the_backend(int index, string route)
    {
        var trip = trips.TripOf(ResourceCatalog.Writes[index]);

        trip.After.GetRawText().Should().Be(trip.Before.GetRawText(), route);
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

    private static IEnumerable<string> TextsIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(field => TextsIn(field.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(TextsIn),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };
}
