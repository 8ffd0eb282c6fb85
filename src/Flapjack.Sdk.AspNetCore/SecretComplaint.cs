namespace Flapjack.Sdk.AspNetCore;

/// <summary>Says what is wrong with a signing secret of the configuration; never shows the secret.</summary>
internal static class SecretComplaint
{
    /// <summary>What is wrong, as the end of a sentence that begins with the name of the option; null if nothing is.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="alsoVerifies">Another thing that has to be done with the secret: it says what is wrong, or null.</param>
    public static string? Of(string? secret, Func<string, string?>? alsoVerifies = null) =>
        string.IsNullOrWhiteSpace(secret) ? "is blank: set it to the organization's signing secret, or leave it out."
        : secret.Trim().Length != secret.Length ? "begins or ends with white space; was it pasted with a line break?"
        : !Signs(() => WebhookSignature.Compute([], secret)) ? "is only the prefix 'whsec_', with no secret behind it: set it to the whole signing secret."
        : alsoVerifies?.Invoke(secret);

    /// <summary>Whether a signature can be made. The signing code checks the secret, so that there is only one rule.</summary>
    public static bool Signs(Func<string> sign)
    {
        try
        {
            sign();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
