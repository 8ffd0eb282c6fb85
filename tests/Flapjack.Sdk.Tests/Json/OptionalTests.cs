using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk.Tests.Json;

public sealed partial class OptionalTests
{
    public static TheoryData<Change, string> Written => new()
    {
        { new(), "{}" },
        { new() { Text = null }, """{"text":null}""" },
        { new() { Text = "" }, """{"text":""}""" },
        { new() { Text = "a" }, """{"text":"a"}""" },
        { new() { Count = null }, """{"count":null}""" },
        { new() { Count = 0 }, """{"count":0}""" },
        { new() { Flag = false }, """{"flag":false}""" },
        { new() { Inner = null }, """{"inner":null}""" },
        { new() { Inner = new Inner("x") }, """{"inner":{"name":"x"}}""" },
        { new() { Text = "a", Count = 7, Flag = true, Inner = null }, """{"text":"a","count":7,"flag":true,"inner":null}""" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Left_out_null_and_a_value_are_three_things(Change change, string json)
    {
        JsonSerializer.Serialize(change, ChangeJson.Default.Change).Should().Be(json);
        JsonSerializer.Deserialize(json, ChangeJson.Default.Change).Should().Be(change);
    }

    [Fact]
    public void A_serializer_by_reflection_writes_the_same()
    {
        var change = new Change { Text = null, Inner = new Inner("x") };

        JsonSerializer.Serialize(change, JsonSerializerOptions.Web).Should().Be("""{"text":null,"inner":{"name":"x"}}""");
    }

    [Fact]
    public void Only_a_field_that_was_assigned_is_set()
    {
        var change = new Change { Text = null };

        (change.Text.IsSet, change.Text.Value, change.Text.ToString()).Should().Be((true, null, "null"));
        (change.Count.IsSet, change.Count.Value, change.Count.ToString()).Should().Be((false, null, "(left out)"));
        new Optional<int?>(7).ToString().Should().Be("7");
    }

    [Fact]
    public void A_field_that_is_left_out_is_never_written_as_null()
    {
        var write = () => JsonSerializer.Serialize(new Careless(), ChangeJson.Default.Careless);

        write.Should().Throw<JsonException>().WithMessage("*WhenWritingDefault*");
    }

    [Fact]
    public void Text_in_a_field_is_checked_before_it_is_sent()
    {
        Check(new() { Text = "a\uD83E" }).Should().Throw<ArgumentException>().WithParameterName("change").WithMessage("Text holds half a character*");
        Check(new() { Text = "a\0" }).Should().Throw<ArgumentException>().WithMessage("Text holds a NUL character*");
        Check(new() { Inner = new Inner("\uD83E") }).Should().Throw<ArgumentException>().WithMessage("Inner.Name holds half a character*");
        Check(new() { Text = null, Count = 7, Inner = null }).Should().NotThrow();
        Check(new()).Should().NotThrow();

        static Action Check(Change change) => () => OutgoingText.CheckAll(change, ChangeJson.Default.Change, "change");
    }

    [Fact]
    public void Every_optional_property_of_the_SDK_has_its_converter_and_is_left_out_by_default()
    {
        var properties = typeof(FlapjackClient).Assembly.GetTypes().SelectMany(type => type.GetProperties())
            .Where(property => property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Optional<>));

        properties.Should().AllSatisfy(property =>
        {
            (property.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType)
                .Should().Be(typeof(OptionalConverter<>).MakeGenericType(property.PropertyType.GetGenericArguments()), property.Name);
            (property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition).Should().Be(JsonIgnoreCondition.WhenWritingDefault, property.Name);
        });
    }

    public sealed record Change
    {
        [JsonPropertyName("text")]
        [JsonConverter(typeof(OptionalConverter<string?>))]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public Optional<string?> Text { get; init; }

        [JsonPropertyName("count")]
        [JsonConverter(typeof(OptionalConverter<int?>))]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public Optional<int?> Count { get; init; }

        [JsonPropertyName("flag")]
        [JsonConverter(typeof(OptionalConverter<bool>))]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public Optional<bool> Flag { get; init; }

        [JsonPropertyName("inner")]
        [JsonConverter(typeof(OptionalConverter<Inner?>))]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public Optional<Inner?> Inner { get; init; }
    }

    public sealed record Inner(string Name);

    public sealed record Careless
    {
        [JsonConverter(typeof(OptionalConverter<string?>))]
        public Optional<string?> Text { get; init; }
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(Change))]
    [JsonSerializable(typeof(Careless))]
    [JsonSerializable(typeof(int?))]
    internal sealed partial class ChangeJson : JsonSerializerContext;
}
