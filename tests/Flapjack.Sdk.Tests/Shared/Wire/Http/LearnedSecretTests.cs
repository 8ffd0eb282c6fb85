using Shared.Wire.Http;

namespace Flapjack.Sdk.Tests.Http;

/// <summary>A redaction that learns the keys which a provider gives while calls are under way.</summary>
public sealed class LearnedSecretTests
{
    private const string First = "first-0123456789";

    private readonly Redaction _redaction = new(First);

    [Fact]
    public void A_secret_is_taken_out_from_the_moment_it_is_known()
    {
        const string text = "token-0123456789 and first-0123456789";

        _redaction.Of(text).Should().Be("token-0123456789 and [key]");
        _redaction.Learn("token-0123456789");
        _redaction.Of(text).Should().Be("[key] and [key]");
        _redaction.Cause(new IOException(text))!.Message.Should().Be("[key] and [key]");
    }

    [Fact]
    public void A_redaction_that_had_no_secret_learns_one()
    {
        var redaction = new Redaction("");

        redaction.Learn("token-0123456789");

        redaction.Of("<token-0123456789>").Should().Be("<[key]>");
    }

    [Fact]
    public void A_secret_too_short_to_be_one_is_not_learned()
    {
        _redaction.Learn("short");

        _redaction.Of("a short word").Should().Be("a short word");
    }

    [Fact]
    public void The_first_secret_and_the_newest_are_never_forgotten_and_the_memory_is_bounded()
    {
        for (var i = 0; i < 40; i++)
        {
            _redaction.Learn(SecretOf(i));
        }

        _redaction.Of(First).Should().Be("[key]");
        Enumerable.Range(9, 31).Select(i => _redaction.Of(SecretOf(i))).Should().AllBe("[key]");
        _redaction.Of(SecretOf(0)).Should().Be(SecretOf(0));
    }

    [Fact]
    public void A_secret_that_is_learned_again_is_among_the_newest()
    {
        _redaction.Learn(SecretOf(0));
        for (var i = 1; i < 40; i++)
        {
            _redaction.Learn(SecretOf(i));
            _redaction.Learn(SecretOf(0));
        }

        _redaction.Of(SecretOf(0)).Should().Be("[key]");
    }

    [Fact]
    public void Many_calls_at_once_lose_no_secret()
    {
        Parallel.For(0, 20, i => _redaction.Learn(SecretOf(i)));

        Enumerable.Range(0, 20).Select(i => _redaction.Of(SecretOf(i))).Should().AllBe("[key]");
    }

    // No two share a part of twelve characters, which would be taken out too.
    private static string SecretOf(int i) => $"{(char)('A' + (i % 26))}{i:00}x{(char)('a' + (i % 26))}{i * 7919:000000}y{i:00}";
}
