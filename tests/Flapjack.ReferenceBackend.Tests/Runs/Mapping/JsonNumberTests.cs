using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Mapping;

namespace Flapjack.ReferenceBackend.Tests.Runs.Mapping;

public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("0", "-0.0", 0)]
    [InlineData("1", "1.000", 0)]
    [InlineData("100", "1e2", 0)]
    [InlineData("0.001", "1E-3", 0)]
    [InlineData("-1", "1", -1)]
    [InlineData("-2", "-1", -1)]
    [InlineData("0", "1e-400", -1)]
    [InlineData("-1e-400", "0", -1)]
    [InlineData("9007199254740993", "9007199254740992", 1)]
    [InlineData("0.1", "0.1000000000000000000000000000000000001", -1)]
    [InlineData("1e999999999999999999999999", "1e308", 1)]
    [InlineData("1e-999999999999999999999999", "1e-308", -1)]
    [InlineData("1e00000000000000000000002", "99", 1)]
    public void Numbers_are_compared_exactly(string first, string second, int order)
    {
        Math.Sign(Of(first).CompareTo(Of(second))).Should().Be(order);
        Math.Sign(Of(second).CompareTo(Of(first))).Should().Be(-order);
    }

    [Fact]
    public void Random_numbers_are_in_the_order_of_arithmetic()
    {
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
        {
            var (first, second) = (Random(random), Random(random));

            Math.Sign(Of(first.Text).CompareTo(Of(second.Text))).Should().Be(first.Scaled.CompareTo(second.Scaled), "{0} and {1}", first.Text, second.Text);
        }
    }

    private static JsonNumber Of(string number) => new(JsonElement.Parse(number));

    /// <summary>A number, and the whole number that is 10^30 times as much.</summary>
    private static (string Text, BigInteger Scaled) Random(Random random)
    {
        var sign = random.Next(2) == 0 ? "" : "-";
        var (whole, fraction, exponent) = (random.Next(200).ToString(CultureInfo.InvariantCulture), random.Next(100).ToString("00", CultureInfo.InvariantCulture), random.Next(-10, 10));
        var value = BigInteger.Parse(sign + whole + fraction, CultureInfo.InvariantCulture) * BigInteger.Pow(10, 28 + exponent);
        return (string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}.{fraction}e{exponent}"), value);
    }
}
