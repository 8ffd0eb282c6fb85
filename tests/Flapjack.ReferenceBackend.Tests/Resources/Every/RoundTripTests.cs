using System.Text.Json;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>What is written to the backend is read from it, and from its successor.</summary>
public sealed class RoundTripTests(RoundTripFixture trips) : IClassFixture<RoundTripFixture>
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, write) in ResourceCatalog.Writes.Index())
            {
                data.Add(index, write.Route);
            }

            return data;
        }
    }

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
                trip.Read.Should().NotContain(field.Value.GetRawText(), $"{field.Name} is never shown");
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
    [MemberData(nameof(Cases))]
    public void What_is_written_survives_the_end_of_the_backend(int index, string route)
    {
        var trip = trips.TripOf(ResourceCatalog.Writes[index]);

        trip.After.Should().Be(trip.Before, route);
    }

    private static string NameIn(JsonElement written, string field) =>
        written.TryGetProperty(field, out _) ? field : JsonNamingPolicy.SnakeCaseLower.ConvertName(field);
}
