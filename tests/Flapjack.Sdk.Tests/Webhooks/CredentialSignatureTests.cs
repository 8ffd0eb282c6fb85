using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.Tests.Webhooks;

/// <summary>How a question for a key is signed and verified, without any framework.</summary>
public sealed class CredentialSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OtherSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private const string Nonce = "0f8fad5bd9cb469fa16570867728950e";
    private const string Body = """{"userId":"ann","orgId":"o1","provider":"anthropic","model":"claude-sonnet-4-6"}""";

    private static readonly byte[] Raw = Encoding.UTF8.GetBytes(Body);
    private static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    // Computed here as the docs say it, so that the code of both ends can't be wrong together.
    private static readonly string Signature =
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"1614265330.{Nonce}.{Body}")));

    private static readonly CredentialHeaders Headers = new() { Timestamp = "1614265330", Nonce = Nonce, Signature = Signature };

    private readonly FakeTimeProvider _time = new(SignedAt);

    [Fact]
    public void A_signature_is_the_HMAC_of_time_nonce_and_body() =>
        CredentialSignature.Compute(Raw, SignedAt, Nonce, Secret).Should().Be(Signature).And.HaveLength(64);

    [Fact]
    public void What_was_signed_is_valid_in_either_case_and_with_any_of_the_secrets()
    {
        Check(Headers).Should().Be(WebhookCheckResult.Valid);
        Check(Headers with { Signature = Signature.ToUpperInvariant() }).Should().Be(WebhookCheckResult.Valid);
        Check(Headers, OtherSecret, Secret).Should().Be(WebhookCheckResult.Valid);
    }

    [Theory]
    [InlineData(null, Nonce, true)]
    [InlineData("1614265330", null, true)]
    [InlineData("1614265330", Nonce, false)]
    [InlineData("", "", true)]
    public void A_header_that_is_missing_is_told(string? timestamp, string? nonce, bool isSigned) =>
        Check(new() { Timestamp = timestamp, Nonce = nonce, Signature = isSigned ? Signature : null }).Should().Be(WebhookCheckResult.MissingHeader);

    [Theory]
    [InlineData("soon", Nonce, null)]
    [InlineData("-1614265330", Nonce, null)]
    [InlineData(" 1614265330", Nonce, null)]
    [InlineData("1614265330.0", Nonce, null)]
    [InlineData("99999999999999", Nonce, null)]
    [InlineData("1614265330", "a.b", null)]
    [InlineData("1614265330", "a,b", null)]
    [InlineData("1614265330", "ä", null)]
    [InlineData("1614265330", Nonce, "deadbeef")]
    [InlineData("1614265330", Nonce, "zz00000000000000000000000000000000000000000000000000000000000000")]
    public void A_header_of_another_form_is_malformed(string timestamp, string nonce, string? signature) =>
        Check(new() { Timestamp = timestamp, Nonce = nonce, Signature = signature ?? Signature }).Should().Be(WebhookCheckResult.Malformed);

    [Fact]
    public void A_nonce_has_at_most_128_characters()
    {
        var longest = new string('n', 128);
        var headers = new CredentialHeaders { Timestamp = "1614265330", Nonce = longest, Signature = CredentialSignature.Compute(Raw, SignedAt, longest, Secret) };

        Check(headers).Should().Be(WebhookCheckResult.Valid);
        Check(headers with { Nonce = longest + "n" }).Should().Be(WebhookCheckResult.Malformed);
        FluentActions.Invoking(() => CredentialSignature.Compute(Raw, SignedAt, longest + "n", Secret)).Should().Throw<ArgumentException>().WithParameterName("nonce");
        FluentActions.Invoking(() => CredentialSignature.Compute(Raw, SignedAt, "a.b", Secret)).Should().Throw<ArgumentException>().WithParameterName("nonce");
    }

    [Fact]
    public void Whatever_is_changed_on_the_way_no_longer_matches()
    {
        Check(Headers with { Timestamp = "1614265331" }).Should().Be(WebhookCheckResult.Mismatch);
        Check(Headers with { Nonce = Nonce[..^1] + "f" }).Should().Be(WebhookCheckResult.Mismatch);
        Check(Headers, OtherSecret).Should().Be(WebhookCheckResult.Mismatch);
        CredentialSignature.Check([.. Raw, (byte)' '], Headers, [Secret], _time).Should().Be(WebhookCheckResult.Mismatch);
        // A webhook of the same secret is no question.
        Check(Headers with { Signature = WebhookSignature.Compute(Raw, Secret) }).Should().Be(WebhookCheckResult.Mismatch);
    }

    [Theory]
    [InlineData(300, WebhookCheckResult.Valid)]
    [InlineData(-300, WebhookCheckResult.Valid)]
    [InlineData(301, WebhookCheckResult.Stale)]
    [InlineData(-301, WebhookCheckResult.Stale)]
    [InlineData(86_400 * 365, WebhookCheckResult.Stale)]
    public void A_signature_is_good_for_five_minutes_before_and_after(int seconds, WebhookCheckResult result) =>
        CredentialSignature.Check(Raw, Headers, [Secret], new FakeTimeProvider(SignedAt.AddSeconds(seconds))).Should().Be(result);

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData(Secret, " ")]
    public void A_secret_that_everybody_has_verifies_nothing(params string[] secrets) =>
        FluentActions.Invoking(() => CredentialSignature.Check(Raw, Headers, secrets, _time)).Should().Throw<ArgumentException>().WithParameterName(nameof(secrets));

    [Fact]
    public void The_headers_are_read_by_their_names()
    {
        var read = CredentialHeaders.Read(name => name switch
        {
            "X-Flapjack-Timestamp" => "1614265330",
            "X-Flapjack-Nonce" => Nonce,
            "X-Flapjack-Signature" => Signature,
            _ => null,
        });

        read.Should().Be(Headers);
    }

    private WebhookCheckResult Check(CredentialHeaders headers, params string[] secrets) => CredentialSignature.Check(Raw, headers, secrets is [] ? [Secret] : secrets, _time);
}
