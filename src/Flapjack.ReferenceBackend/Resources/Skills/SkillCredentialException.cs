namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>The credential of a skill's attachment can't be used. The message is a sentence without the credential.</summary>
internal sealed class SkillCredentialException(string message) : Exception(message);
