using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.Tests.Webhooks;

/// <summary><see cref="WebhookSignature.Check"/> where the sender signs in the form of Standard Webhooks.</summary>
public class StandardWebhookCheckTests
{
    // The vector that Standard Webhooks publishes.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private const string OtherSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();
    private static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly WebhookHeaders Headers = new() { Id = Id, Timestamp = Timestamp, StandardSignature = Signature };

    private readonly FakeTimeProvider _time = new(SignedAt);

    [Fact]
    public void The_published_vector_is_computed()
    {
        WebhookSignature.ComputeStandard(Body, Id, SignedAt, Secret).Should().Be(Signature);
    }

    [Fact]
    public void The_published_vector_is_valid()
    {
        Check(Headers).Should().Be(WebhookCheckResult.Valid);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(299)]
    [InlineData(300)]
    [InlineData(-299)]
    [InlineData(-300)]
    public void A_signature_is_good_for_five_minutes_before_and_after(int seconds)
    {
        CheckAt(TimeSpan.FromSeconds(seconds), Headers).Should().Be(WebhookCheckResult.Valid);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(-301)]
    [InlineData(3_600)]
    [InlineData(86_400 * 365)]
    [InlineData(-86_400 * 365)]
    public void A_second_later_or_earlier_it_is_stale(int seconds)
    {
        CheckAt(TimeSpan.FromSeconds(seconds), Headers).Should().Be(WebhookCheckResult.Stale);
    }

    [Fact]
    public void The_tolerance_counts_to_the_tick()
    {
        CheckAt(WebhookSignature.Tolerance + TimeSpan.FromTicks(1), Headers).Should().Be(WebhookCheckResult.Stale);
        CheckAt(-WebhookSignature.Tolerance - TimeSpan.FromTicks(1), Headers).Should().Be(WebhookCheckResult.Stale);
    }

    [Fact]
    public void A_recorded_webhook_goes_stale_while_time_passes()
    {
        Check(Headers).Should().Be(WebhookCheckResult.Valid);
        _time.Advance(TimeSpan.FromMinutes(5));
        Check(Headers).Should().Be(WebhookCheckResult.Valid);
        _time.Advance(TimeSpan.FromSeconds(1));
        Check(Headers).Should().Be(WebhookCheckResult.Stale);
    }

    [Fact]
    public void A_forged_timestamp_that_is_stale_as_well_is_a_mismatch_and_tells_nothing_of_the_clock()
    {
        CheckAt(TimeSpan.FromDays(1), Headers with { Timestamp = "1614265331" }).Should().Be(WebhookCheckResult.Mismatch);
    }

    [Fact]
    public void A_signature_that_differs_in_any_byte_is_a_mismatch()
    {
        var bytes = Convert.FromBase64String(Signature["v1,".Length..]);
        for (var index = 0; index < bytes.Length; index++)
        {
            var altered = (byte[])bytes.Clone();
            altered[index] ^= 1;

            Check(Headers with { StandardSignature = "v1," + Convert.ToBase64String(altered) }).Should().Be(WebhookCheckResult.Mismatch, $"byte {index} differs");
        }
    }

    [Fact]
    public void A_body_that_differs_in_any_byte_is_a_mismatch()
    {
        for (var index = 0; index < Body.Length; index++)
        {
            var altered = (byte[])Body.Clone();
            altered[index] ^= 1;

            WebhookSignature.Check(altered, Headers, [Secret], _time).Should().Be(WebhookCheckResult.Mismatch, $"byte {index} differs");
        }
    }

    [Fact]
    public void An_id_that_differs_in_any_character_is_a_mismatch()
    {
        for (var index = 0; index < Id.Length; index++)
        {
            var altered = Id.ToCharArray();
            altered[index] = altered[index] == 'x' ? 'y' : 'x';

            Check(Headers with { Id = new(altered) }).Should().Be(WebhookCheckResult.Mismatch, $"character {index} differs");
        }
    }

    [Theory]
    [InlineData("1614265329")]
    [InlineData("1614265331")]
    [InlineData("01614265330")]
    [InlineData("161426533")]
    [InlineData("0")]
    [InlineData("253402300799")]
    public void Another_timestamp_is_a_mismatch(string timestamp)
    {
        Check(Headers with { Timestamp = timestamp }).Should().Be(WebhookCheckResult.Mismatch);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("+1614265330")]
    [InlineData("1e9")]
    [InlineData(" 1614265330")]
    [InlineData("1614265330 ")]
    [InlineData("1614265330.0")]
    [InlineData("1,614,265,330")]
    [InlineData("0x60380DF2")]
    [InlineData("253402300800")]
    [InlineData("9999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("١٦١٤٢٦٥٣٣٠")]
    [InlineData("2021-02-25T15:02:10Z")]
    [InlineData("now")]
    public void A_timestamp_that_is_no_number_of_seconds_is_malformed(string timestamp)
    {
        Check(Headers with { Timestamp = timestamp }).Should().Be(WebhookCheckResult.Malformed);
    }

    [Fact]
    public void Not_even_the_right_secret_makes_an_odd_timestamp_good()
    {
        // The signer takes a time, so these are signed by hand: over id, timestamp and body, as the scheme says.
        foreach (var timestamp in new[] { "-1", "1e9", " 1614265330", "9999999999999999", "" })
        {
            var key = Convert.FromBase64String(Secret["whsec_".Length..]);
            var signed = Encoding.UTF8.GetBytes($"{Id}.{timestamp}.").Concat(Body).ToArray();
            var signature = "v1," + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(key, signed));

            Check(Headers with { Timestamp = timestamp, StandardSignature = signature }).Should().NotBe(WebhookCheckResult.Valid, timestamp);
        }
    }

    [Fact]
    public void An_id_of_256_characters_is_taken_and_a_longer_one_is_not()
    {
        var longest = new string('i', 256);
        var signature = WebhookSignature.ComputeStandard(Body, longest, SignedAt, Secret);

        Check(Headers with { Id = longest, StandardSignature = signature }).Should().Be(WebhookCheckResult.Valid);
        Check(Headers with { Id = longest + "i", StandardSignature = signature }).Should().Be(WebhookCheckResult.Malformed);
        Check(Headers with { Id = new string('i', 1_000_000) }).Should().Be(WebhookCheckResult.Malformed);
        var sign = () => WebhookSignature.ComputeStandard(Body, longest + "i", SignedAt, Secret);
        sign.Should().Throw<ArgumentException>().WithParameterName("id");
    }

    [Theory]
    [InlineData("msg 1")]
    [InlineData(" msg")]
    [InlineData("msg\n")]
    [InlineData("msg\0")]
    [InlineData("msg\x7f")]
    [InlineData("mşg")]
    public void An_id_of_other_than_visible_ascii_is_malformed(string odd)
    {
        Check(Headers with { Id = odd }).Should().Be(WebhookCheckResult.Malformed);
        var sign = () => WebhookSignature.ComputeStandard(Body, odd, SignedAt, Secret);
        sign.Should().Throw<ArgumentException>().WithParameterName("id").WithMessage("*must be 1 to 256 visible ASCII characters*");
    }

    [Fact]
    public void An_id_with_full_stops_in_it_can_not_be_shifted_into_the_timestamp()
    {
        var signature = WebhookSignature.ComputeStandard(Body, "a.1614265330", SignedAt, Secret);

        Check(new() { Id = "a.1614265330", Timestamp = Timestamp, StandardSignature = signature }).Should().Be(WebhookCheckResult.Valid);
        Check(new() { Id = "a", Timestamp = Timestamp, StandardSignature = signature }).Should().Be(WebhookCheckResult.Mismatch);
    }

    public static TheoryData<string?, string?, string?> PartialHeaders => new()
    {
        { null, Timestamp, Signature },
        { Id, null, Signature },
        { Id, Timestamp, null },
        { Id, null, null },
        { null, Timestamp, null },
        { null, null, Signature },
        { "", Timestamp, Signature },
        { Id, "", Signature },
        { Id, Timestamp, "" },
        { "", "", "" },
    };

    [Theory]
    [MemberData(nameof(PartialHeaders))]
    public void Of_three_headers_none_may_be_missing_or_empty(string? id, string? timestamp, string? signature)
    {
        Check(new() { Id = id, Timestamp = timestamp, StandardSignature = signature }).Should().Be(WebhookCheckResult.MissingHeader);
    }

    [Theory]
    [MemberData(nameof(PartialHeaders))]
    public void A_good_plain_signature_does_not_make_up_for_a_missing_header(string? id, string? timestamp, string? signature)
    {
        var headers = new WebhookHeaders { Signature = WebhookSignature.Compute(Body, Secret), Id = id, Timestamp = timestamp, StandardSignature = signature };

        Check(headers).Should().Be(WebhookCheckResult.MissingHeader);
    }

    [Fact]
    public void The_standard_headers_decide_alone_where_both_are_there()
    {
        var plain = WebhookSignature.Compute(Body, Secret);

        Check(Headers with { Signature = plain }).Should().Be(WebhookCheckResult.Valid);
        Check(Headers with { Signature = new string('0', 64) }).Should().Be(WebhookCheckResult.Valid);
        Check(Headers with { Signature = plain, Id = "other" }).Should().Be(WebhookCheckResult.Mismatch);
        CheckAt(TimeSpan.FromHours(1), Headers with { Signature = plain }).Should().Be(WebhookCheckResult.Stale);
    }

    [Fact]
    public void Without_any_standard_header_the_plain_signature_decides_and_the_time_does_not_matter()
    {
        var plain = new WebhookHeaders { Signature = WebhookSignature.Compute(Body, Secret) };

        plain.AreStandard.Should().BeFalse();
        CheckAt(TimeSpan.FromDays(365), plain).Should().Be(WebhookCheckResult.Valid);
    }

    [Theory]
    [InlineData("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= " + Signature)]
    [InlineData(Signature + " v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("v1a,AAAA " + Signature)]
    [InlineData("v2,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= " + Signature)]
    [InlineData("v1,short " + Signature)]
    [InlineData("  " + Signature + "  ")]
    public void One_good_signature_among_several_is_enough(string signatures)
    {
        Check(Headers with { StandardSignature = signatures }).Should().Be(WebhookCheckResult.Valid);
    }

    [Theory]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "a version that is not known")]
    [InlineData("V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "the version in capitals")]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "an asymmetric signature")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "no version")]
    [InlineData("v1,", "no signature")]
    [InlineData("v1", "a version alone")]
    [InlineData(" ", "white space")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE", "base64 without its padding")]
    [InlineData("v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=", "base64 for addresses")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ", "too short")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OFh", "too long")]
    [InlineData("v1,83484cf52b04f8e4cf2531adfed9882ad4b2665137b852442d594d20e2c9d4e1", "hexadecimal")]
    [InlineData(Signature + "," + Signature, "two that a comma joins, as when a header came twice")]
    public void A_header_without_a_signature_of_version_1_is_malformed(string signatures, string because)
    {
        Check(Headers with { StandardSignature = signatures }).Should().Be(WebhookCheckResult.Malformed, because);
    }

    [Fact]
    public void Ten_thousand_signatures_are_no_more_than_a_mismatch()
    {
        var signatures = string.Join(' ', Enumerable.Repeat("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 10_000));

        Check(Headers with { StandardSignature = signatures }).Should().Be(WebhookCheckResult.Mismatch);
    }

    [Fact]
    public void While_the_secret_is_rotated_either_may_have_signed()
    {
        var byOther = Headers with { StandardSignature = WebhookSignature.ComputeStandard(Body, Id, SignedAt, OtherSecret) };

        Check(Headers, OtherSecret, Secret).Should().Be(WebhookCheckResult.Valid);
        Check(Headers, Secret, OtherSecret).Should().Be(WebhookCheckResult.Valid);
        Check(byOther, Secret, OtherSecret).Should().Be(WebhookCheckResult.Valid);
        Check(byOther, Secret).Should().Be(WebhookCheckResult.Mismatch);
        Check(Headers, OtherSecret).Should().Be(WebhookCheckResult.Mismatch);
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "no prefix")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "the prefix in capitals")]
    [InlineData("whsec_not base64!", "no base64")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "base64 cut short")]
    [InlineData("whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "another kind of key")]
    public void A_secret_of_another_form_verifies_nothing_and_is_no_obstacle_to_one_that_does(string odd, string because)
    {
        Check(Headers, odd).Should().Be(WebhookCheckResult.Mismatch, because);
        Check(Headers, odd, Secret).Should().Be(WebhookCheckResult.Valid, because);
        var sign = () => WebhookSignature.ComputeStandard(Body, Id, SignedAt, odd);
        var complaint = sign.Should().Throw<ArgumentException>().WithParameterName("secret").Which.ToString();
        complaint.Should().Contain("must be 'whsec_' and base64").And.NotContain("MfKQ9r8GKYqr").And.NotContain("not base64!");
    }

    [Fact]
    public void What_is_computed_is_valid()
    {
        var random = new Random(20210225);
        for (var round = 0; round < 200; round++)
        {
            var body = new byte[random.Next(0, 2_000)];
            random.NextBytes(body);
            var key = new byte[random.Next(1, 100)];
            random.NextBytes(key);
            var secret = "whsec_" + Convert.ToBase64String(key);
            var id = new string((char)random.Next('!', '~'), random.Next(1, 256));
            var at = SignedAt + TimeSpan.FromMilliseconds(random.Next(-200_000, 200_000));
            var headers = new WebhookHeaders
            {
                Id = id,
                Timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                StandardSignature = WebhookSignature.ComputeStandard(body, id, at, secret),
            };

            WebhookSignature.Check(body, headers, [secret], _time).Should().Be(WebhookCheckResult.Valid);
            WebhookSignature.Check(body, headers, [OtherSecret], _time).Should().Be(WebhookCheckResult.Mismatch);
        }
    }

    private WebhookCheckResult Check(WebhookHeaders headers, params string[] secrets) =>
        WebhookSignature.Check(Body, headers, secrets.Length == 0 ? [Secret] : secrets, _time);

    private static WebhookCheckResult CheckAt(TimeSpan afterSigning, WebhookHeaders headers) =>
        WebhookSignature.Check(Body, headers, [Secret], new FakeTimeProvider(SignedAt + afterSigning));
}
